// Generated from openapi/audit-trail.v1alpha1.yaml by scripts/generate-api-types.ts. Do not edit by hand.

export interface paths {
    "/audit-trail/v1alpha1/regions/{region}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Audit Trail is documented for fr-par and nl-ams. */
                region: string;
            };
            cookie?: never;
        };
        /** List events */
        get: operations["ListEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ListEventsResponse: {
            events: components["schemas"]["Event"][];
            next_page_token?: string | null;
        };
        Event: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            recorded_at?: string | null;
            locality?: string;
            /** @description The user or IAM application that did it. Absent where Scaleway itself did. */
            principal?: components["schemas"]["Principal"] | null;
            /** @description The part of Scaleway that did it, in newer versions of the API. */
            system?: components["schemas"]["System"] | null;
            /** Format: uuid */
            organization_id: string;
            /** Format: uuid */
            project_id?: string | null;
            source_ip: string;
            user_agent?: string | null;
            product_name: string;
            service_name: string;
            /** @description The method of the API that was called, such as DisableRoutePropagation. */
            method_name: string;
            resources: components["schemas"]["Resource"][];
            request_id: string;
            request_body?: Record<string, never> | null;
            /** Format: int32 */
            status_code: number;
        };
        Principal: {
            /** Format: uuid */
            id: string;
        };
        System: {
            name: string;
        };
        Resource: {
            id: string;
            type: string;
            name?: string | null;
            /** Format: date-time */
            created_at?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
            /** Format: date-time */
            deleted_at?: string | null;
        };
        /** @description Same bodies as the InterLink API's; a body without `type` is the gateway's own. */
        ApiError: {
            type?: string;
            message?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ListEvents: {
        parameters: {
            query: {
                organization_id: string;
                project_id?: string;
                resource_type?: string;
                resource_id?: string;
                /** @description Name of a product, with hyphens. */
                product_name?: string;
                service_name?: string;
                method_name?: string;
                principal_id?: string;
                source_ip?: string;
                /** @description HTTP status that was answered, 200 for what was done and 403 for what was refused. */
                status?: number;
                /** @description The earliest moment to list; one hour ago unless told. */
                recorded_after?: string;
                /** @description The latest moment to list; now unless told. */
                recorded_before?: string;
                /** @description Order of the answer; recorded_at_desc unless told. */
                order_by?: "recorded_at_desc" | "recorded_at_asc";
                page_size?: number;
                /** @description The `next_page_token` of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @description Audit Trail is documented for fr-par and nl-ams. */
                region: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEventsResponse"];
                };
            };
            /** @description The call was refused or failed. The body may also be missing, or HTML. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiError"];
                };
            };
        };
    };
}
