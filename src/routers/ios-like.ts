import { BITS } from '../domain/address.ts'
import { FAMILIES, type Family } from '../domain/link.ts'
import type { RouterPlan } from './plan.ts'
import { directions, filterName, sessionOfFamily, title } from './writing.ts'

/** Where FRRouting and IOS, which write BGP alike, do not. */
interface Dialect {
  /** Enters a family within `router bgp`. */
  readonly addressFamily: (family: Family) => string
  /** What a neighbour has to be told within its family, besides its filters. */
  readonly ofNeighbor: readonly string[]
}

/**
 * Prefix lists as FRRouting and IOS write them. A host prefix has no `le`: both refuse one that is not longer. An empty
 * list says `deny`, since IOS takes a list that does not exist for one that lets everything through.
 */
export function prefixLists(plan: RouterPlan): readonly string[] {
  return plan.sessions.flatMap((session) => {
    const { family } = session
    const command = family === 'ipv4' ? 'ip' : 'ipv6'
    const any = family === 'ipv4' ? '0.0.0.0/0' : '::/0'
    return directions(session).flatMap(({ direction, prefixes }) => {
      const list = `${command} prefix-list ${filterName(plan, family, direction)}`
      if (prefixes.length === 0) return [`${list} seq 5 deny ${any} le ${BITS[family]}`]
      return prefixes.map(
        ({ text, length }, index) =>
          `${list} seq ${(index + 1) * 5} permit ${text}${length < BITS[family] ? ` le ${BITS[family]}` : ''}`,
      )
    })
  })
}

/** The route maps around them. */
export function routeMaps(plan: RouterPlan): readonly string[] {
  return plan.sessions.flatMap(({ family }) =>
    (['in', 'out'] as const).flatMap((direction) => [
      `route-map ${filterName(plan, family, direction)} permit 10`,
      ` match ${family === 'ipv4' ? 'ip' : 'ipv6'} address prefix-list ${filterName(plan, family, direction)}`,
      'exit',
    ]),
  )
}

/** The lines that take them away. */
export function withoutFilters(plan: RouterPlan): readonly string[] {
  return plan.sessions.flatMap(({ family }) =>
    (['in', 'out'] as const).flatMap((direction) => [
      `no route-map ${filterName(plan, family, direction)}`,
      `no ${family === 'ipv4' ? 'ip' : 'ipv6'} prefix-list ${filterName(plan, family, direction)}`,
    ]),
  )
}

/** The neighbours. Each is shut until its filters are in place: without them a router may pass every route in between. */
export function neighbors(plan: RouterPlan, dialect: Dialect): readonly string[] {
  return [
    `router bgp ${plan.ownAsn}`,
    ...plan.sessions.flatMap(({ peer }) => [
      ` neighbor ${peer} remote-as ${plan.scalewayAsn}`,
      ` neighbor ${peer} shutdown`,
      ` neighbor ${peer} description ${title(plan)}`,
    ]),
    ...addressFamilies(plan, dialect),
    ...plan.sessions.map(({ peer }) => ` no neighbor ${peer} shutdown`),
    'exit',
  ]
}

/** A neighbour is active for IPv4 by default, one with an IPv6 address too. */
function addressFamilies(plan: RouterPlan, { addressFamily, ofNeighbor }: Dialect): readonly string[] {
  const v6 = sessionOfFamily(plan, 'ipv6')
  return FAMILIES.flatMap((family) => {
    const session = sessionOfFamily(plan, family)
    const told =
      session === null
        ? []
        : [
            'activate',
            ...ofNeighbor,
            `route-map ${filterName(plan, family, 'in')} in`,
            `route-map ${filterName(plan, family, 'out')} out`,
          ].map((words) => `  neighbor ${session.peer} ${words}`)
    const lines = [
      ...told,
      ...(family === 'ipv4' && v6 !== null ? [`  no neighbor ${v6.peer} activate`] : []),
    ]
    return lines.length === 0 ? [] : [` ${addressFamily(family)}`, ...lines, ' exit-address-family']
  })
}

/** Takes the neighbours away. */
export function withoutNeighbors(plan: RouterPlan): readonly string[] {
  return [`router bgp ${plan.ownAsn}`, ...plan.sessions.map(({ peer }) => ` no neighbor ${peer}`), 'exit']
}
