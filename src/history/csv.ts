import { type Cell, csv } from '../domain/csv.ts'
import type { LinkPast, PastRow, Report } from './past.ts'
import { percentFigure } from './words.ts'

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000))
const moment = (at: number): string => new Date(at).toISOString()

/** A link's past, a row for each stretch of time in which nothing changed. Times are UTC, lengths in seconds. */
export function historyCsv({ row }: LinkPast): string {
  const head = [
    'link',
    'link_id',
    'region',
    'from',
    'until',
    'seconds',
    'state',
    'ipv4',
    'ipv6',
    'vpc_id',
    'maintenance',
    'silenced',
    'incidents',
  ]
  const stretches = row.stretches.map(({ from, until, standing }): readonly Cell[] => {
    const quiet = (wanted: 'silence' | 'maintenance') =>
      row.quiet.some(({ kind, ...time }) => kind === wanted && time.from < until && time.until > from)
    const incidents = row.incidents.filter(
      ({ firstBadAt, resolvedAt }) => firstBadAt < until && (resolvedAt ?? until) > from,
    )
    return [
      row.name,
      row.id,
      row.region,
      moment(from),
      moment(until),
      seconds(until - from),
      standing.health,
      standing.families.ipv4,
      standing.families.ipv6,
      standing.vpcId,
      quiet('maintenance') ? 'yes' : 'no',
      quiet('silence') ? 'yes' : 'no',
      incidents.map(({ id }) => id).join(' '),
    ]
  })
  return csv([head, ...stretches])
}

/** A report, a row for each VPC and each link. Shares are in percent of the counted time, lengths in seconds. */
export function reportCsv(report: Report): string {
  const head = [
    'kind',
    'name',
    'id',
    'region',
    'exists',
    'from',
    'until',
    'available_percent',
    'any_family_percent',
    'available_without_maintenance_percent',
    'ipv4_percent',
    'ipv6_percent',
    'outages',
    'downtime_seconds',
    'mean_time_to_recovery_seconds',
    'longest_outage_seconds',
    'counted_seconds',
    'out_of_service_seconds',
    'unknown_seconds',
    'incidents',
  ]
  const line = (kind: string, row: PastRow): readonly Cell[] => {
    const { availability: of } = row
    return [
      kind,
      row.name,
      row.id,
      row.region,
      row.gone ? 'no' : 'yes',
      moment(report.period.from),
      moment(report.period.until),
      percentFigure(of.available),
      percentFigure(of.reachable),
      percentFigure(of.availableUnplanned),
      percentFigure(of.families.ipv4),
      percentFigure(of.families.ipv6),
      of.outages.length,
      seconds(of.downtimeMs),
      seconds(of.meanMs),
      seconds(of.longestMs),
      seconds(of.countedMs),
      seconds(of.ms.out_of_service + of.ms.absent),
      seconds(of.ms.unknown),
      kind === 'vpc' ? null : row.incidents.length,
    ]
  }
  return csv([
    head,
    ...report.vpcs.map((row) => line('vpc', row)),
    ...report.links.map((row) => line('link', row)),
  ])
}
