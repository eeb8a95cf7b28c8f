import type { Contact, ContactSource } from '../../../src/contacts/contact.ts'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import type { Link } from '../../../src/domain/link.ts'
import { aConnection, aLink, anEvidence, aPartner, aPolicy, aPop, aVpc, NOW } from '../../support/links.ts'

const fill = (piece: string) => piece.repeat(Math.ceil(255 / piece.length)).slice(0, 255)

/** 255-character names, each with one way to break something, and a mixture of all. */
export const HOSTILE_NAMES: readonly string[] = [
  fill('<!channel> '),
  fill('<@U012AB> <#C1|x> '),
  fill('`*_~'),
  fill('``` '),
  fill('&amp;&'),
  fill('שלום עולם '),
  fill('\u202egnp.exe '),
  fill('👩‍💻🔴'),
  fill('> quoted\n'),
  fill(':fire: '),
  fill('<https://evil.example|click> '),
  fill('W'),
  `*${fill('name ').slice(0, 253)}*`,
]

/** The same link with everything around it called `name`. */
export function hostileEvidence(name: string, overrides: Partial<Link> = {}): Evidence {
  const link = aLink({
    name,
    tags: Array.from({ length: 50 }, () => name),
    ...overrides,
    kind: overrides.kind ?? { type: 'hosted', partnerId: 'p', layer: null, disapprovedReason: name },
  })
  return anEvidence({
    link,
    before: aLink({ name }),
    partner: aPartner({ name, contactEmail: name, portalUrl: `https://partner.example/${name}` }),
    pop: aPop({ name, displayName: name, city: name }),
    connection: aConnection({ name, status: name }),
    vpc: aVpc({ name }),
    policies: { ipv4: aPolicy({ name }), ipv6: aPolicy({ name, family: 'ipv6' }) },
    siblings: Array.from({ length: 20 }, (_, index) => aLink({ id: `sibling-${index}`, name })),
    changedBy: { by: name, tool: 'terraform', at: NOW },
  })
}

/** Whom to call, as somebody may have written it down: every field as long as it may be. */
export function hostileContact(name: string): Contact {
  const text = name.repeat(2).slice(0, 500)
  return {
    nocPhone: text,
    nocEmail: text,
    circuitId: text,
    contract: text,
    accountManager: text,
    escalation: Array.from({ length: 20 }, () => text),
    notes: text,
  }
}

/** All of that in turn, by the name of what is asked for. */
export const HOSTILE_CONTACTS: ContactSource = {
  contactOf: ({ link, partner, connection }) =>
    hostileContact(link?.name ?? partner?.name ?? connection?.name ?? HOSTILE_NAMES[0] ?? ''),
}
