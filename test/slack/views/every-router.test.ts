import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import { createRouter } from '../../../src/queries/router.ts'
import { VENDORS } from '../../../src/routers/vendors.ts'
import { renderRouter } from '../../../src/slack/views/router.ts'
import { NOW } from '../../support/links.ts'
import { aCard } from './answering.ts'
import { hostileEvidence } from './hostile.ts'
import { EVERY_LINK } from './link-kinds.ts'
import { type Shown, storedViews } from './stored.ts'

async function routerOf(title: string, evidence: Evidence, vendor: string): Promise<Shown> {
  const router = createRouter({
    status: async (words) =>
      words === 'paris'
        ? { type: 'found', card: aCard({ ...evidence, link: { ...evidence.link } }) }
        : { type: 'unknown', words, nearest: [], scopes: [] },
  })
  return { title: `${vendor}: ${title}`, message: renderRouter(await router(`paris ${vendor}`), NOW) }
}

// What the router needs differs by kind and by what the API shows so far, not by each status.
const LINKS = EVERY_LINK.filter(({ status }) => status === 'active')
const LATER = EVERY_LINK.filter(({ title }) => title.endsWith('self-hosted'))

storedViews([
  {
    file: 'router',
    shown: [
      ...(await Promise.all(
        VENDORS.flatMap((vendor) => LINKS.map(({ title, evidence }) => routerOf(title, evidence, vendor))),
      )),
      await routerOf('a system that is none', LINKS[0]?.evidence ?? hostileEvidence(''), 'huawei'),
    ],
    hostile: (name) =>
      Promise.all(VENDORS.map((vendor) => routerOf('hostile', hostileEvidence(name), vendor))),
  },
  {
    file: 'router-status',
    shown: await Promise.all(
      LATER.map(({ title, evidence }) =>
        routerOf(title, { ...evidence, link: { ...evidence.link, scalewayPeer: null } }, 'frr'),
      ),
    ),
    hostile: async (name) => [
      await routerOf(
        'hostile',
        { ...hostileEvidence(name), link: { ...hostileEvidence(name).link, customerPeer: null } },
        'frr',
      ),
    ],
  },
])
