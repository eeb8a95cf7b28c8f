import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const CI_RUN = fileURLToPath(new URL('../.ci/run', import.meta.url))

/** Stands in for npm and npx: writes the report that it is given as vitest would, and fails at the step it is told. */
const STAND_IN = `#!/usr/bin/env node
const words = process.argv.slice(2).join(' ')
const file = process.argv.find((word) => word.startsWith('--outputFile.json='))
if (file && process.env.REPORT) require('node:fs').writeFileSync(file.split('=')[1], process.env.REPORT)
process.exit(words.startsWith(process.env.FAILS_AT || 'nothing') ? 3 : 0)
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlink-bot-ci-'))
  mkdirSync(join(folder, '.ci'))
  mkdirSync(join(folder, 'bin'))
  copyFileSync(CI_RUN, join(folder, '.ci', 'run'))
  for (const name of ['npm', 'npx']) {
    writeFileSync(join(folder, 'bin', name), STAND_IN)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

function run(variables: { readonly FAILS_AT?: string; readonly REPORT?: string }) {
  const PATH = [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(':')
  const { status, stdout } = spawnSync('bash', [join(folder, '.ci', 'run')], {
    env: { PATH, ...variables },
    encoding: 'utf8',
  })
  return { failed: status !== 0, last: stdout.trimEnd().split('\n').at(-1) }
}

/** A report of 7 tests that passed, of those that failed, and of files that could not be loaded. */
function report(failed = 0, unloadable = 0): string {
  const assertions = (status: string, times: number) => Array.from({ length: times }, () => ({ status }))
  const file = (assertionResults: readonly { status: string }[], broken: boolean) => ({
    status: broken ? 'failed' : 'passed',
    assertionResults,
  })
  return JSON.stringify({
    numPassedTests: 7,
    numFailedTests: failed,
    testResults: [
      file([...assertions('passed', 7), ...assertions('failed', failed)], failed > 0),
      ...Array.from({ length: unloadable }, () => file([], true)),
    ],
  })
}

describe('.ci/run ends with the count of the tests', () => {
  test('and well where everything holds', () => {
    expect(run({ REPORT: report() })).toEqual({ failed: false, last: 'Tests: 7 passed, 0 failed' })
  })

  test.each(['run lint', 'run build', 'tsx scripts/ask-demo.ts'])(
    'where the tests pass and `%s` fails after them',
    (step) => {
      expect(run({ REPORT: report(), FAILS_AT: step })).toEqual({
        failed: true,
        last: 'Tests: 7 passed, 0 failed',
      })
    },
  )

  test('where tests fail', () => {
    const ended = run({ REPORT: report(2), FAILS_AT: 'test' })
    expect(ended).toEqual({ failed: true, last: 'Tests: 7 passed, 2 failed' })
  })

  test('where a file cannot be loaded, which vitest counts no test for', () => {
    const ended = run({ REPORT: report(2, 1), FAILS_AT: 'test' })
    expect(ended).toEqual({ failed: true, last: 'Tests: 7 passed, 3 failed' })
  })

  test.each([
    ['the tests end without a report', { FAILS_AT: 'test' }],
    ['the report breaks off', { FAILS_AT: 'test', REPORT: '{"numPassedTests": 7' }],
    ['nothing can be installed', { FAILS_AT: 'ci', REPORT: report() }],
  ])('as one that failed where %s', (_, variables) => {
    expect(run(variables)).toEqual({ failed: true, last: 'Tests: 0 passed, 1 failed' })
  })
})
