// Generated from openapi/vpc.v2.yaml by scripts/generate-api-types.ts. Do not edit by hand.

export interface paths {
    "/vpc/v2/regions/{region}/vpcs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        /** List VPCs */
        get: operations["ListVpcs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vpc/v2/regions/{region}/vpcs/{vpc_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                region: components["parameters"]["Region"];
                vpc_id: string;
            };
            cookie?: never;
        };
        /** Get a VPC */
        get: operations["GetVpc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vpc/v2/regions/{region}/routes-with-nexthop": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        /**
         * List routes, with the next hop of each
         * @description All routes of a VPC, those that it learned over InterLink among them (type `interlink`).
         */
        get: operations["ListRoutesWithNexthop"];
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
        Vpc: {
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: uuid */
            organization_id: string;
            /** Format: uuid */
            project_id: string;
            region: string;
            tags: string[];
            is_default: boolean;
            /** Format: int32 */
            private_network_count: number;
            /** @description Whether the VPC routes between its private networks. Nothing is announced without it. */
            routing_enabled: boolean;
            /** @description Whether the VPC advertises custom routes between its private networks. */
            custom_routes_propagation_enabled?: boolean | null;
            /** Format: date-time */
            created_at?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
        };
        ListVpcsResponse: {
            vpcs: components["schemas"]["Vpc"][];
            /** Format: int64 */
            total_count: number;
        };
        ListRoutesWithNexthopResponse: {
            routes: components["schemas"]["RouteWithNexthop"][];
            /** Format: int64 */
            total_count: number;
        };
        RouteWithNexthop: {
            route?: components["schemas"]["Route"];
            nexthop_ip?: string | null;
            nexthop_name?: string | null;
            /** @description The SDKs list no value for InterLink; `unknown_type` is expected. */
            nexthop_resource_type?: string;
        };
        Route: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            vpc_id: string;
            /** @description A prefix, such as 10.20.0.0/16. */
            destination: string;
            description?: string;
            tags?: string[];
            /** @description One of unknown_route_type, subnet, default, custom, interlink, s2s_vpn, or a newer one. */
            type?: string;
            is_read_only?: boolean;
            /** Format: uuid */
            nexthop_resource_id?: string | null;
            /** Format: uuid */
            nexthop_private_network_id?: string | null;
            region: string;
            /** Format: date-time */
            created_at?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
        };
        /** @description Same bodies as the InterLink API's; a body without `type` is the gateway's own. */
        ApiError: {
            type?: string;
            message?: string;
            details?: components["schemas"]["ApiErrorDetail"][];
            resource?: string;
            resource_id?: string;
            help_message?: string;
            method?: string;
            reason?: string;
        };
        ApiErrorDetail: {
            argument_name?: string;
            reason?: string;
            help_message?: string;
            resource?: string;
            action?: string;
        };
    };
    responses: {
        /** @description The call was refused or failed. The body may also be missing, or HTML. */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
    };
    parameters: {
        Region: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ListVpcs: {
        parameters: {
            query?: {
                /** @description Order of the answer; created_at_asc unless told. */
                order_by?: "created_at_asc" | "created_at_desc" | "name_asc" | "name_desc";
                /** @description Page number, the first is 1. */
                page?: number;
                /** @description Items a page, 20 unless told. */
                page_size?: number;
                /** @description VPCs whose name contains this text. */
                name?: string;
                /** @description VPCs that carry these tags. The key is repeated, `tags=a&tags=b`. */
                tags?: string[];
                organization_id?: string;
                project_id?: string;
                is_default?: boolean;
                routing_enabled?: boolean;
            };
            header?: never;
            path: {
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of VPCs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListVpcsResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    GetVpc: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                region: components["parameters"]["Region"];
                vpc_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The VPC. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vpc"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    ListRoutesWithNexthop: {
        parameters: {
            query?: {
                /** @description Order of the answer; created_at_asc unless told. */
                order_by?: "created_at_asc" | "created_at_desc" | "destination_asc" | "destination_desc" | "prefix_len_asc" | "prefix_len_desc";
                /** @description Page number, the first is 1. */
                page?: number;
                /** @description Items a page, 20 unless told. */
                page_size?: number;
                /** @description Routes of this VPC. */
                vpc_id?: string;
                /** @description Only routes of IPv6, or only those of IPv4. */
                is_ipv6?: boolean;
            };
            header?: never;
            path: {
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of routes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRoutesWithNexthopResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
}
