const INTERLINK = 'https://www.scaleway.com/en/docs/interlink'

/** Scaleway's public documents that the rules are taken from, and the pages of the console where people act. */
export const DOCUMENTS = {
  statuses: `${INTERLINK}/reference-content/statuses/`,
  provisioning: `${INTERLINK}/reference-content/provisioning/`,
  selfHostedProvisioning: `${INTERLINK}/reference-content/self-hosted-provisioning/`,
  configuring: `${INTERLINK}/reference-content/configuring/`,
  overview: `${INTERLINK}/reference-content/overview/`,
  completeProvisioning: `${INTERLINK}/how-to/complete-provisioning/`,
  attachVpc: `${INTERLINK}/how-to/configure-interlink/#how-to-attach-a-vpc`,
  attachPolicy: `${INTERLINK}/how-to/configure-interlink/#how-to-attach-a-routing-policy`,
  activatePropagation: `${INTERLINK}/how-to/configure-interlink/#how-to-activate-route-propagation`,
  networkDevice: `${INTERLINK}/how-to/configure-interlink/#how-to-set-up-your-network-device-self-hosted-only`,
  routingPolicy: `${INTERLINK}/how-to/create-routing-policy/`,
  order: `${INTERLINK}/how-to/order-interlink/`,
  delete: `${INTERLINK}/how-to/delete-interlink/`,
  vpcRouting: 'https://www.scaleway.com/en/docs/vpc/how-to/manage-routing/',
  privateNetwork: 'https://www.scaleway.com/en/docs/vpc/how-to/create-private-network/',
  concepts: `${INTERLINK}/concepts/`,
  api: 'https://www.scaleway.com/en/developers/api/interlink/',
  newTicket: 'https://console.scaleway.com/support/tickets/create',
  links: 'https://console.scaleway.com/interlink/links',
  bgpCommunities: `${INTERLINK}/reference-content/bgp-communities/`,
  cockpit: 'https://console.scaleway.com/cockpit',
  serviceStatus: 'https://status.scaleway.com',
} as const

/** The address of one of them: what a finding may cite. */
export type DocumentUrl = (typeof DOCUMENTS)[keyof typeof DOCUMENTS]
