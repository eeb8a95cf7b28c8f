import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routerTemplate } from '../../src/routers/template.ts'
import { loadable, run } from './daemons.ts'
import { daemonLines, linesOf, planned, SITUATIONS, variantWith } from './planning.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlink-bot-routers-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let written = 0

function fileOf(lines: readonly string[]): string {
  written += 1
  const path = join(folder, `${written}.conf`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

const vtysh = (lines: readonly string[]) => run('/usr/bin/vtysh', ['-C', '-f', fileOf(lines)])
const bird = (lines: readonly string[]) => run('/usr/sbin/bird', ['-p', '-c', fileOf(lines)])

const GOOD = { status: 0, output: '' }

const filled = (lines: readonly string[]) =>
  lines.map((line) =>
    line
      .replaceAll('YOUR_ASN', '64500')
      .replaceAll('YOUR_ROUTER_ID', '192.0.2.2')
      .replaceAll('YOUR_PREFIX', '10.0.0.0/8'),
  )

describe('FRRouting itself reads', () => {
  test.skipIf(loadable.frr.skipped).each(SITUATIONS)(
    loadable.frr.named('the template, and its rollback, without a complaint: %s'),
    async (_, evidence) => {
      const { apply, rollback } = routerTemplate(planned(evidence).plan, 'frr')
      expect(await vtysh(apply[1]?.lines ?? [])).toEqual(GOOD)
      expect(await vtysh(rollback[0]?.lines ?? [])).toEqual(GOOD)
    },
  )

  test.skipIf(loadable.frr.skipped)(
    loadable.frr.named('its variants once the placeholders are filled, and no placeholder for a value'),
    async () => {
      const [, evidence] = SITUATIONS[0] ?? []
      if (evidence === undefined) throw new Error('There is no situation.')
      const { variants } = routerTemplate(planned(evidence).plan, 'frr')
      const lines = linesOf(variants).filter((line) => !line.startsWith('ip link'))
      expect(await vtysh(filled(lines))).toEqual(GOOD)
      expect((await vtysh(lines)).output).toContain('Unknown command[4]: router bgp YOUR_ASN')
    },
  )
})

describe('BIRD itself reads', () => {
  test.skipIf(loadable.bird.skipped).each(SITUATIONS)(
    loadable.bird.named('the template without a complaint: %s'),
    async (_, evidence) => {
      expect(await bird(daemonLines(routerTemplate(planned(evidence).plan, 'bird')))).toEqual(GOOD)
    },
  )

  test.skipIf(loadable.bird.skipped)(
    loadable.bird.named('the template with its variants, and complains of a line that does not belong'),
    async () => {
      const [, evidence] = SITUATIONS[0] ?? []
      if (evidence === undefined) throw new Error('There is no situation.')
      const template = routerTemplate(planned(evidence).plan, 'bird')
      const lines = daemonLines(template).flatMap((line) => [
        ...(line.startsWith('  if net') ? variantWith(template, 'bgp_community') : []),
        line,
        ...(line.startsWith('protocol bgp') ? variantWith(template, 'vrf') : []),
      ])
      const around = ['router id', 'protocol kernel', 'protocol direct'].flatMap((words) =>
        variantWith(template, words),
      )
      const all = [...around, ...lines]
      expect(await bird(all)).toEqual(GOOD)
      expect((await bird([...all, 'x"; }'])).status).not.toBe(0)
    },
  )
})
