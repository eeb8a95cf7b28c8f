import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LOOK_EVERY_MS } from '../../src/files/look-again.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from '../../src/runbooks/load.ts'
import { openShelf, type RunbookShelf } from '../../src/runbooks/shelf.ts'
import { type ManualClock, manualClock } from '../support/clock.ts'
import { markdownOf } from './runbooks.ts'

const builtIn = (await loadRunbooks(BUILTIN_RUNBOOKS)).all
let folder: string
let clock: ManualClock
let shelf: RunbookShelf
let told: (readonly string[])[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelf-'))
  clock = manualClock(0)
  told = []
})

afterEach(async () => {
  await shelf.stop()
  await rm(folder, { recursive: true, force: true })
})

const write = (name: string, text: string) => writeFile(join(folder, name), text)
const titled = (title: string, serves = 'statuses: [active]') =>
  markdownOf(serves).replace('title: Mine', `title: ${title}`)
async function open(at: string | null = folder): Promise<void> {
  shelf = await openShelf({ builtIn, folder: at, clock, onChange: (problems) => told.push(problems) })
  shelf.start()
}
/** The next look has come to its end: files are read for real, on a clock that is not. */
async function nextLook(): Promise<void> {
  await clock.advance(LOOK_EVERY_MS)
  await shelf.stop()
  shelf.start()
}

describe('the shelf', () => {
  test('without a folder holds the built-in runbooks, and looks at nothing', async () => {
    await open(null)
    await nextLook()
    expect(shelf.all.map(({ name }) => name)).toEqual(builtIn.map(({ name }) => name))
    expect(shelf.problems()).toEqual([])
  })

  test("holds a team's files over them, and forgets one that is gone", async () => {
    await write('active.md', titled('Ours'))
    await write('vpn.md', titled('VPN', 'tags: ["backup:vpn"]'))
    await write('notes.txt', 'not a runbook')
    await open()
    expect(shelf.byStatus('active')).toMatchObject({ title: 'Ours', origin: 'team' })
    expect(shelf.all).toHaveLength(builtIn.length + 1)
    expect(shelf.search('vpn')[0]?.runbook.title).toBe('VPN')
    await rm(join(folder, 'active.md'))
    await nextLook()
    expect(shelf.byStatus('active')?.origin).toBe('built_in')
    expect(told).toEqual([[]])
  })

  test('names what is broken at start by file and line, with what is used instead', async () => {
    await write('active.md', markdownOf('statuses: [active]', '## Do\n\n1. {{link.vlaan}}\n'))
    await write('mine.md', 'no front matter')
    await open()
    expect(shelf.problems()).toEqual([
      `RUNBOOK_DIR ${folder}: active.md: Line 7: {{link.vlaan}} is no placeholder; the nearest is {{link.vlan}}. The built-in runbook of that name stays in use.`,
      `RUNBOOK_DIR ${folder}: mine.md: It does not begin with front matter between two lines of "---". It is left out.`,
    ])
    expect(shelf.byStatus('active')?.origin).toBe('built_in')
  })

  test('uses a file as it last was good while it is broken, and takes it up again', async () => {
    await write('active.md', titled('One'))
    await open()
    await write('active.md', 'broken')
    await nextLook()
    expect(shelf.byStatus('active')?.title).toBe('One')
    expect(shelf.problems()[0]).toMatch(/active\.md: .* Its last good version stays in use\.$/)
    await write('active.md', titled('Second'))
    await nextLook()
    expect(shelf.byStatus('active')?.title).toBe('Second')
    expect(told).toEqual([[expect.any(String)], []])
  })

  test('tells nobody where nothing changed', async () => {
    await write('active.md', titled('One'))
    await open()
    await nextLook()
    await nextLook()
    expect(told).toEqual([])
  })

  test('goes on with all it had while the folder is away', async () => {
    await write('active.md', titled('One'))
    await open()
    await rm(folder, { recursive: true })
    await nextLook()
    expect(shelf.problems()).toEqual([`RUNBOOK_DIR ${folder}: It cannot be read (ENOENT).`])
    expect(shelf.byStatus('active')?.title).toBe('One')
  })

  test('refuses links out of the folder, and names that format', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'))
    await writeFile(join(outside, 'x.md'), titled('Outside'))
    await symlink(join(outside, 'x.md'), join(folder, 'active.md'))
    await write('*bold* <!here>.md', titled('Bold'))
    await open()
    expect(shelf.problems().join('\n')).toMatch(/active\.md: It is a symbolic link out of its folder/)
    expect(shelf.problems().join('\n')).toMatch(/Its name may have letters/)
    expect(shelf.byStatus('active')?.origin).toBe('built_in')
    await rm(outside, { recursive: true })
  })

  test('names two files that serve the same, and uses the first', async () => {
    await write('a.md', titled('First'))
    await write('b.md', titled('Second'))
    await open()
    expect(shelf.byStatus('active')?.title).toBe('First')
    expect(shelf.problems()).toEqual([
      `RUNBOOK_DIR ${folder}: b.md: Its status "active" is served by a.md already.`,
    ])
  })

  test('reads at most 300 files, and says so', async () => {
    for (let n = 0; n < 301; n++) await write(`r${n}.md`, titled(`R${n}`, `tags: [t${n}]`))
    await open()
    expect(shelf.all).toHaveLength(builtIn.length + 300)
    expect(shelf.problems()).toEqual([
      `RUNBOOK_DIR ${folder}: It holds 301 .md files: the first 300 are read.`,
    ])
  })
})
