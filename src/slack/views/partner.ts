import type { Pop } from '../../domain/link.ts'
import type { PartnerAnswer, PartnerCard, PartnerRow } from '../../queries/partner.ts'
import { clip, code, plainName, link as webLink } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fields, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { ago, count } from '../text.ts'
import { contactSections, contactText } from './contact.ts'
import { handlingOf, handlingWords } from './handling.ts'
import { rowLine, tally } from './list.ts'
import { askWhich } from './pick.ts'
import { snapshotAge } from './snapshot-age.ts'
import { LEVEL_MARKS } from './words.ts'

const LINE_CHARACTERS = 300
const MOST_INCIDENTS = 8
const MOST_POPS = 10

/** Who a partner is and how to reach it, what runs over it and where, and what is open there. */
export function renderPartner(answer: PartnerAnswer, now: number): RenderedMessage {
  return answer.type === 'found'
    ? renderCard(answer.card, now)
    : askWhich(answer, 'partner', 'partner', choices)
}

function choices(rows: readonly PartnerRow[]) {
  return {
    lines: rows.map(({ partner, links }) => `• ${code(partner.name, 80)} · ${count(links, 'link')}`),
    choices: rows.map(({ partner, links }) => ({
      id: partner.id,
      label: `${partner.name.slice(0, 50)} · ${count(links, 'link')}`,
    })),
  }
}

function renderCard(card: PartnerCard, now: number): RenderedMessage {
  const { partner, rows, pops, incidents } = card
  const title = `Partner ${plainName(partner.name, 100)}`
  const lines = rows.map((row) => clip(rowLine(row, now), LINE_CHARACTERS))
  const list = lineSections(lines, 5000)
  const where = pops
    .slice(0, MOST_POPS)
    .map(({ id, pop, links }) => `${popText(id, pop)} (${count(links, 'link')})`)
  const open = incidents.slice(0, MOST_INCIDENTS).map(({ incident, name }) => {
    const { mark, word } = LEVEL_MARKS[incident.level]
    const handled = handlingWords(handlingOf([incident]))
    return `• ${mark} *${word}${handled}* ${code(name, 60)} began ${ago(incident.firstBadAt)}`
  })
  const openTitle = `*${count(incidents.length, 'open incident')}*${open.length < incidents.length ? ', the worst first' : ''}`
  const state = rows.length === 0 ? 'No link runs over it.' : tally(rows)
  const age = snapshotAge(card.scopes, now)
  const email = partner.contactEmail === null ? 'Not shown by the API' : code(partner.contactEmail, 120)
  const whom = contactText(card.contact)
  // What is written down about all of it is not said again of each PoP.
  const atPops = pops.slice(0, MOST_POPS).flatMap(({ id, pop, contact }) => {
    const text = contactText(contact)
    return text === '' || text === whom ? [] : [`At ${popText(id, pop)}: ${text}`]
  })
  const isWritten = whom !== '' || atPops.length > 0
  const advice = isWritten ? '' : ' For an outage, call the number that your contract names.'
  return {
    text: clip(
      [
        `Partner ${code(partner.name, 100)}: ${state}`,
        `E-mail for orders: ${email}`,
        ...(whom === '' ? [] : [whom]),
        ...atPops,
        ...open,
        ...lines,
        ...age.outdated,
      ].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header(title),
        context([
          `${code(partner.id, 60)} · ${count(rows.length, 'link')}${rows.length === 0 ? '' : ` · ${state}`}`,
        ]),
        ...fields([
          ['E-mail for orders', email],
          [
            'Portal',
            partner.portalUrl === null ? 'Not shown by the API' : webLink(partner.portalUrl, 'open'),
          ],
          [
            'PoPs',
            where.length === 0
              ? 'None in use'
              : [...where, ...(pops.length > MOST_POPS ? [`and ${pops.length - MOST_POPS} more`] : [])].join(
                  '\n',
                ),
          ],
        ]),
        ...contactSections(card.contact),
        ...lineSections(atPops, 3000).blocks,
        ...(open.length === 0 ? [] : [section([openTitle, ...open].join('\n'))]),
        ...(rows.length === 0 ? [section(state)] : list.blocks),
      ],
      [
        ...(list.left === 0
          ? []
          : [context([`and ${list.left} more: ${code(`/interlink list partner:${partner.id}`, 120)}`])]),
        context([`The e-mail address that the API gives is read for orders, not for outages.${advice}`]),
        ...age.blocks,
      ],
    ),
  }
}

function popText(id: string, pop: Pop | null): string {
  return code(pop === null ? id : pop.displayName || pop.name, 60)
}
