// Generated from openapi/interlink.v1beta1.yaml by scripts/generate-api-types.ts. Do not edit by hand.

export interface paths {
    "/interlink/v1beta1/regions/{region}/links": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        /** List links */
        get: operations["ListLinks"];
        put?: never;
        /**
         * Create a link
         * @description Hosted with `partner_id`, self-hosted with `connection_id`; exactly one of the two. Answers 200.
         */
        post: operations["CreateLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/links/{link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        /** Get a link */
        get: operations["GetLink"];
        put?: never;
        post?: never;
        /**
         * Delete a link
         * @description Answers 200 with the link. One that was never provisioned is `deleted` at once, and its next GET is 404; a provisioned hosted link goes through `deprovisioning` until the partner deletes its side.
         */
        delete: operations["DeleteLink"];
        options?: never;
        head?: never;
        /** Update a link's name, tags or (self-hosted) peer AS number */
        patch: operations["UpdateLink"];
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/links/{link_id}/attach-vpc": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Attach a VPC to a link */
        post: operations["AttachVpc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/links/{link_id}/detach-vpc": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Detach the VPC of a link
         * @description Turns route propagation off by itself.
         */
        post: operations["DetachVpc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/links/{link_id}/attach-routing-policy": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Attach a routing policy to a link, for the policy's address family */
        post: operations["AttachRoutingPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/links/{link_id}/detach-routing-policy": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Detach a routing policy from a link
         * @description Turns route propagation off; without a policy every route is blocked.
         */
        post: operations["DetachRoutingPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/links/{link_id}/set-routing-policy": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace the routing policy of its address family in place, without blocking routes */
        post: operations["SetRoutingPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/links/{link_id}/enable-route-propagation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Announce the prefixes that the routing policies allow
         * @description Accepted without a routing policy, although nothing is announced then.
         */
        post: operations["EnableRoutePropagation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/links/{link_id}/disable-route-propagation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop announcing prefixes; no traffic flows over the link */
        post: operations["DisableRoutePropagation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/partners": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        /** List partners */
        get: operations["ListPartners"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/partners/{partner_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                partner_id: string;
            };
            cookie?: never;
        };
        /** Get a partner */
        get: operations["GetPartner"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/pops": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        /** List PoPs */
        get: operations["ListPops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/pops/{pop_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                pop_id: string;
            };
            cookie?: never;
        };
        /** Get a PoP */
        get: operations["GetPop"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/dedicated-connections": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        /** List dedicated connections */
        get: operations["ListDedicatedConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/dedicated-connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                connection_id: string;
            };
            cookie?: never;
        };
        /** Get a dedicated connection */
        get: operations["GetDedicatedConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/routing-policies": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        /** List routing policies */
        get: operations["ListRoutingPolicies"];
        put?: never;
        /**
         * Create a routing policy
         * @description Answers 200.
         */
        post: operations["CreateRoutingPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interlink/v1beta1/regions/{region}/routing-policies/{routing_policy_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                routing_policy_id: string;
            };
            cookie?: never;
        };
        /** Get a routing policy */
        get: operations["GetRoutingPolicy"];
        put?: never;
        post?: never;
        /** Delete a routing policy */
        delete: operations["DeleteRoutingPolicy"];
        options?: never;
        head?: never;
        /** Update a routing policy's name, tags or prefix filters */
        patch: operations["UpdateRoutingPolicy"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A logical connection, inside one region, between a customer's network and one VPC, over a PoP. */
        Link: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            project_id: string;
            /** Format: uuid */
            organization_id: string;
            /** @description Anything a person typed, 1 to 255 characters. */
            name: string;
            tags: string[];
            /** Format: uuid */
            pop_id: string;
            /**
             * Format: int64
             * @description Rate limit of the link, in Mbps.
             */
            bandwidth_mbps: number;
            /** @description Known values: unknown_link_status, configuring, failed, requested, refused, expired, provisioning, active, limited_connectivity, all_down, deprovisioning, deleted, locked, ready. */
            status: string;
            /** @description Known values: unknown_bgp_status, up, down, disabled. */
            bgp_v4_status: string;
            /** @description Known values: unknown_bgp_status, up, down, disabled. */
            bgp_v6_status: string;
            /**
             * Format: uuid
             * @description The attached VPC; absent or null when there is none.
             */
            vpc_id?: string | null;
            /**
             * Format: uuid
             * @deprecated
             * @description Superseded by routing_policy_v4_id and routing_policy_v6_id.
             */
            routing_policy_id?: string | null;
            /**
             * Format: uuid
             * @description The attached IPv4 routing policy; absent or null when there is none.
             */
            routing_policy_v4_id?: string | null;
            /**
             * Format: uuid
             * @description The attached IPv6 routing policy; absent or null when there is none.
             */
            routing_policy_v6_id?: string | null;
            enable_route_propagation: boolean;
            /** Format: date-time */
            created_at?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
            /** @description Present on hosted links only; at most one of partner and self is set. */
            partner?: components["schemas"]["PartnerHost"] | null;
            /** @description Present on self-hosted links only; at most one of partner and self is set. */
            self?: components["schemas"]["SelfHost"] | null;
            /** Format: int32 */
            vlan: number;
            /** @description Scaleway's side of the two BGP sessions. */
            scw_bgp_config?: components["schemas"]["BgpConfig"] | null;
            /** @description The peer's side of the two BGP sessions. */
            peer_bgp_config?: components["schemas"]["BgpConfig"] | null;
            region: string;
        };
        BgpConfig: {
            /**
             * Format: int64
             * @description AS number, 1 to 65534. Scaleway's own is 12876.
             */
            asn: number;
            /** @description Address with its /31 prefix length, from 169.254.0.0/16. */
            ipv4: string;
            /** @description Address with its /127 prefix length, from global unicast space. */
            ipv6: string;
        };
        PartnerHost: {
            /** Format: uuid */
            partner_id: string;
            /**
             * Format: uuid
             * @description A secret that identifies the link to the partner.
             */
            pairing_key: string;
            /** @description Why the partner refused; recorded as the empty string when there is none. */
            disapproved_reason?: string | null;
            /** @description Newer API versions only. True where the partner's router speaks BGP with Scaleway. */
            l3_connectivity?: boolean | null;
        };
        SelfHost: {
            /** Format: uuid */
            connection_id: string;
        };
        Partner: {
            /** Format: uuid */
            id: string;
            name: string;
            contact_email: string;
            logo_url: string;
            portal_url: string;
            /** Format: date-time */
            created_at?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
            /** @description Newer API versions only. */
            l3_connectivity?: boolean | null;
            /** @description Newer API versions only. */
            region?: string | null;
        };
        /** @description A point of presence, a datacenter in which links begin. */
        Pop: {
            /** Format: uuid */
            id: string;
            /** @description May carry anything; `- Telehouse TH2` was recorded. */
            name: string;
            hosting_provider_name: string;
            address: string;
            city: string;
            logo_url: string;
            /** @description In Mbps. A list may show it empty where the PoP's own GET does not. */
            available_link_bandwidths_mbps: number[];
            display_name: string;
            region: string;
        };
        /** @description A customer's own physical port, ordered through Scaleway's sales. */
        DedicatedConnection: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            project_id: string;
            /** Format: uuid */
            organization_id: string;
            /** @description Known values: unknown_status, created, configuring, failed, active, disabled, deleted, locked. */
            status: string;
            name: string;
            tags: string[];
            /** Format: uuid */
            pop_id: string;
            /** Format: int64 */
            bandwidth_mbps: number;
            /** @description In Mbps. */
            available_link_bandwidths: number[];
            /** Format: date-time */
            created_at?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
            /** @description Where in the datacenter the cross connect lands. */
            demarcation_info?: string | null;
            /** @description VLAN ids that links on this connection may use. Newer API versions only. */
            vlan_range?: components["schemas"]["VlanRange"] | null;
            region: string;
        };
        VlanRange: {
            /** Format: int32 */
            start: number;
            /** Format: int32 */
            end: number;
        };
        /** @description Which prefixes may pass, in each direction, for one address family. An empty list lets nothing through. */
        RoutingPolicy: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            project_id: string;
            /** Format: uuid */
            organization_id: string;
            name: string;
            tags: string[];
            /** @description Announcements accepted from the peer, as CIDR prefixes. */
            prefix_filter_in: string[];
            /** @description VPC routes announced to the peer, as CIDR prefixes. */
            prefix_filter_out: string[];
            /** Format: date-time */
            created_at?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
            is_ipv6: boolean;
            region: string;
        };
        ListLinksResponse: {
            links: components["schemas"]["Link"][];
            /** Format: int64 */
            total_count: number;
        };
        ListPartnersResponse: {
            partners: components["schemas"]["Partner"][];
            /** Format: int64 */
            total_count: number;
        };
        ListPopsResponse: {
            pops: components["schemas"]["Pop"][];
            /** Format: int64 */
            total_count: number;
        };
        ListDedicatedConnectionsResponse: {
            connections: components["schemas"]["DedicatedConnection"][];
            /** Format: int64 */
            total_count: number;
        };
        ListRoutingPoliciesResponse: {
            routing_policies: components["schemas"]["RoutingPolicy"][];
            /** Format: int64 */
            total_count: number;
        };
        CreateLinkRequest: {
            /** Format: uuid */
            project_id: string;
            name: string;
            tags?: string[];
            /** Format: uuid */
            pop_id: string;
            /** Format: int64 */
            bandwidth_mbps: number;
            /**
             * Format: uuid
             * @description Makes a self-hosted link; excludes partner_id.
             */
            connection_id?: string;
            /**
             * Format: uuid
             * @description Makes a hosted link; excludes connection_id.
             */
            partner_id?: string;
            /**
             * Format: int64
             * @description Of self-hosted links; one is assigned when it is left out.
             */
            peer_asn?: number;
            /**
             * Format: int32
             * @description Of self-hosted links only; refused when taken or out of range.
             */
            vlan?: number;
            /** Format: uuid */
            routing_policy_v4_id?: string;
            /** Format: uuid */
            routing_policy_v6_id?: string;
        };
        /** @description A field left out stays as it is. */
        UpdateLinkRequest: {
            name?: string;
            tags?: string[];
            /**
             * Format: int64
             * @description Of self-hosted links.
             */
            peer_asn?: number;
        };
        AttachVpcRequest: {
            /** Format: uuid */
            vpc_id: string;
        };
        RoutingPolicyIdRequest: {
            /** Format: uuid */
            routing_policy_id: string;
        };
        EmptyRequest: Record<string, never>;
        CreateRoutingPolicyRequest: {
            /** Format: uuid */
            project_id: string;
            name: string;
            tags?: string[];
            prefix_filter_in?: string[];
            prefix_filter_out?: string[];
            is_ipv6: boolean;
        };
        /** @description A field left out stays as it is. */
        UpdateRoutingPolicyRequest: {
            name?: string;
            tags?: string[];
            prefix_filter_in?: string[];
            prefix_filter_out?: string[];
        };
        /** @description Body of a refused or failed call. `type` says which of the other fields are there; a body without `type` is the gateway's own and is not about rights, absence or an outage. */
        ApiError: {
            /** @description Known values: invalid_arguments (400), denied_authentication (401), permissions_denied (403), quotas_exceeded (403), not_found (404), already_exists (409), transient_state (409), expired (410), precondition_failed (412), locked (423), too_many_requests (429), out_of_stock (503). */
            type?: string;
            message?: string;
            /** @description Of invalid_arguments, permissions_denied and quotas_exceeded. */
            details?: components["schemas"]["ApiErrorDetail"][];
            /** @description Of not_found, already_exists, transient_state, locked, expired and out_of_stock. */
            resource?: string;
            resource_id?: string;
            /** @description Of transient_state. */
            current_state?: string;
            /** @description Of precondition_failed. */
            precondition?: string;
            /** @description Of precondition_failed, already_exists and too_many_requests. */
            help_message?: string;
            /** @description Of denied_authentication. */
            method?: string;
            /** @description Of denied_authentication: invalid_argument, not_found or expired. */
            reason?: string;
            limit?: components["schemas"]["ApiErrorLimit"];
            /** @description Of too_many_requests, in seconds. */
            reset_seconds?: number;
            /**
             * Format: date-time
             * @description Of too_many_requests.
             */
            reset_at?: string;
        };
        ApiErrorDetail: {
            /** @description Of invalid_arguments. */
            argument_name?: string;
            /** @description Of invalid_arguments: required, format or constraint. */
            reason?: string;
            help_message?: string;
            /** @description Of permissions_denied and quotas_exceeded. */
            resource?: string;
            /** @description Of permissions_denied. */
            action?: string;
            /** @description Of quotas_exceeded. */
            quota?: number;
            /** @description Of quotas_exceeded. */
            current?: number;
        };
        ApiErrorLimit: {
            quota?: number;
            /** @description In seconds. */
            window_seconds?: number;
        };
    };
    responses: {
        /** @description The link. */
        Link: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Link"];
            };
        };
        /** @description The routing policy. */
        RoutingPolicy: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RoutingPolicy"];
            };
        };
        /** @description The call was refused or failed. Every answer carries the header X-Request-Id. A 429 of the gateway has an empty body, and a 5xx may be HTML. */
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
        /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
        Region: string;
        LinkId: string;
        /** @description Page number, the first is 1. */
        Page: number;
        /** @description Items a page, 20 unless told. Sources disagree whether 1000 or 100 is the most. */
        PageSize: number;
        /** @description Order of the answer; name_asc unless told. */
        OrderByName: "name_asc" | "name_desc";
        ProjectId: string;
        OrganizationId: string;
        /** @description Items whose name contains this text. */
        NameContains: string;
        /** @description Items that carry these tags. The key is repeated, `tags=a&tags=b`. */
        Tags: string[];
    };
    requestBodies: {
        Empty: {
            content: {
                "application/json": components["schemas"]["EmptyRequest"];
            };
        };
        RoutingPolicyId: {
            content: {
                "application/json": components["schemas"]["RoutingPolicyIdRequest"];
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ListLinks: {
        parameters: {
            query?: {
                /** @description Order of the answer; created_at_asc unless told. */
                order_by?: "created_at_asc" | "created_at_desc" | "name_asc" | "name_desc" | "status_asc" | "status_desc";
                /** @description Page number, the first is 1. */
                page?: components["parameters"]["Page"];
                /** @description Items a page, 20 unless told. Sources disagree whether 1000 or 100 is the most. */
                page_size?: components["parameters"]["PageSize"];
                project_id?: components["parameters"]["ProjectId"];
                organization_id?: components["parameters"]["OrganizationId"];
                /** @description Items whose name contains this text. */
                name?: components["parameters"]["NameContains"];
                /** @description Items that carry these tags. The key is repeated, `tags=a&tags=b`. */
                tags?: components["parameters"]["Tags"];
                /** @description Link status to filter for; `unknown_link_status` means no filter. */
                status?: string;
                /** @description IPv4 session status to filter for; `unknown_bgp_status` means no filter. */
                bgp_v4_status?: string;
                /** @description IPv6 session status to filter for; `unknown_bgp_status` means no filter. */
                bgp_v6_status?: string;
                pop_id?: string;
                bandwidth_mbps?: number;
                partner_id?: string;
                vpc_id?: string;
                /** @description Links that use this routing policy, in either address family. */
                routing_policy_id?: string;
                pairing_key?: string;
                /** @description One of `hosted`, `self_hosted`; newer versions also take `l2_hosted` and `l3_hosted`. */
                kind?: string;
                connection_id?: string;
            };
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of links. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListLinksResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    CreateLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateLinkRequest"];
            };
        };
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    GetLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    DeleteLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    UpdateLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateLinkRequest"];
            };
        };
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    AttachVpc: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttachVpcRequest"];
            };
        };
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    DetachVpc: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    AttachRoutingPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["RoutingPolicyId"];
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    DetachRoutingPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["RoutingPolicyId"];
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    SetRoutingPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["RoutingPolicyId"];
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    EnableRoutePropagation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    DisableRoutePropagation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                link_id: components["parameters"]["LinkId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Link"];
            default: components["responses"]["Error"];
        };
    };
    ListPartners: {
        parameters: {
            query?: {
                /** @description Order of the answer; name_asc unless told. */
                order_by?: components["parameters"]["OrderByName"];
                /** @description Page number, the first is 1. */
                page?: components["parameters"]["Page"];
                /** @description Items a page, 20 unless told. Sources disagree whether 1000 or 100 is the most. */
                page_size?: components["parameters"]["PageSize"];
                /** @description Partners present in one of these PoPs. The key is repeated, `pop_ids=a&pop_ids=b`. */
                pop_ids?: string[];
            };
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of partners. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPartnersResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    GetPartner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                partner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partner. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    ListPops: {
        parameters: {
            query?: {
                /** @description Order of the answer; name_asc unless told. */
                order_by?: components["parameters"]["OrderByName"];
                /** @description Page number, the first is 1. */
                page?: components["parameters"]["Page"];
                /** @description Items a page, 20 unless told. Sources disagree whether 1000 or 100 is the most. */
                page_size?: components["parameters"]["PageSize"];
                /** @description Items whose name contains this text. */
                name?: components["parameters"]["NameContains"];
                hosting_provider_name?: string;
                /** @description PoPs that host an available shared connection of this partner. */
                partner_id?: string;
                /** @description PoPs with a shared connection that allows links of this size, in Mbps. */
                link_bandwidth_mbps?: number;
                /** @description PoPs with a dedicated connection available for self-hosted links. */
                dedicated_available?: boolean;
            };
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of PoPs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPopsResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    GetPop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                pop_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The PoP. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pop"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    ListDedicatedConnections: {
        parameters: {
            query?: {
                /** @description Order of the answer; name_asc unless told. */
                order_by?: "created_at_asc" | "created_at_desc" | "updated_at_asc" | "updated_at_desc" | "name_asc" | "name_desc" | "status_asc" | "status_desc";
                /** @description Page number, the first is 1. */
                page?: components["parameters"]["Page"];
                /** @description Items a page, 20 unless told. Sources disagree whether 1000 or 100 is the most. */
                page_size?: components["parameters"]["PageSize"];
                project_id?: components["parameters"]["ProjectId"];
                organization_id?: components["parameters"]["OrganizationId"];
                /** @description Items whose name contains this text. */
                name?: components["parameters"]["NameContains"];
                /** @description Items that carry these tags. The key is repeated, `tags=a&tags=b`. */
                tags?: components["parameters"]["Tags"];
                /** @description Connection status to filter for; `unknown_status` means no filter. */
                status?: string;
                bandwidth_mbps?: number;
                pop_id?: string;
            };
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of dedicated connections. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListDedicatedConnectionsResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    GetDedicatedConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dedicated connection. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DedicatedConnection"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    ListRoutingPolicies: {
        parameters: {
            query?: {
                /** @description Order of the answer; created_at_asc unless told. */
                order_by?: "created_at_asc" | "created_at_desc" | "name_asc" | "name_desc";
                /** @description Page number, the first is 1. */
                page?: components["parameters"]["Page"];
                /** @description Items a page, 20 unless told. Sources disagree whether 1000 or 100 is the most. */
                page_size?: components["parameters"]["PageSize"];
                project_id?: components["parameters"]["ProjectId"];
                organization_id?: components["parameters"]["OrganizationId"];
                /** @description Items whose name contains this text. */
                name?: components["parameters"]["NameContains"];
                /** @description Items that carry these tags. The key is repeated, `tags=a&tags=b`. */
                tags?: components["parameters"]["Tags"];
                /** @description Only IPv6 policies (true) or only IPv4 ones (false). */
                ipv6?: boolean;
            };
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of routing policies. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRoutingPoliciesResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    CreateRoutingPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRoutingPolicyRequest"];
            };
        };
        responses: {
            200: components["responses"]["RoutingPolicy"];
            default: components["responses"]["Error"];
        };
    };
    GetRoutingPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                routing_policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["RoutingPolicy"];
            default: components["responses"]["Error"];
        };
    };
    DeleteRoutingPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                routing_policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    UpdateRoutingPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Seen so far are fr-par, nl-ams, pl-waw and it-mil. */
                region: components["parameters"]["Region"];
                routing_policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateRoutingPolicyRequest"];
            };
        };
        responses: {
            200: components["responses"]["RoutingPolicy"];
            default: components["responses"]["Error"];
        };
    };
}
