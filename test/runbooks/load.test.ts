import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BUILTIN_RUNBOOKS, loadRunbooks } from '../../src/runbooks/load.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbooks-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const aRunbook = (title: string, status: string) =>
  `---\ntitle: ${title}\nstatuses: [${status}]\n---\n## Do\n\n1. Wait.\n`

async function failureOf(path: string): Promise<string> {
  return loadRunbooks(path).then(
    () => 'loaded',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

describe('loading a folder of runbooks', () => {
  test('reads every Markdown file and nothing else', async () => {
    await writeFile(join(folder, 'b.md'), aRunbook('Beta', 'active'))
    await writeFile(join(folder, 'a.md'), aRunbook('Alpha', 'ready'))
    await writeFile(join(folder, 'notes.txt'), 'not a runbook')
    const library = await loadRunbooks(folder)
    expect(library.all.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(library.byStatus('active')?.title).toBe('Beta')
  })

  test('names every broken file with its reason', async () => {
    await writeFile(join(folder, 'good.md'), aRunbook('Good', 'active'))
    await writeFile(join(folder, 'bad.md'), 'no front matter')
    await writeFile(join(folder, 'worse.md'), '---\ntitle: [\n---\n## Do\n\n1. Wait.\n')
    const failure = await failureOf(folder)
    expect(failure).toMatch(/^RunbookError: /)
    expect(failure).toContain('bad.md: It does not begin with front matter')
    expect(failure).toContain('worse.md: Its front matter is not YAML')
    expect(failure).not.toContain('good.md')
  })

  test('refuses two files for one status', async () => {
    await writeFile(join(folder, 'one.md'), aRunbook('One', 'active'))
    await writeFile(join(folder, 'two.md'), aRunbook('Two', 'active'))
    expect(await failureOf(folder)).toContain('two.md: Its status "active" is served by one.md already.')
  })

  test('refuses an empty folder and one that is not there', async () => {
    expect(await failureOf(folder)).toMatch(/RunbookError: .* holds no \.md file/)
    expect(await failureOf(join(folder, 'absent'))).toMatch(/RunbookError: .* cannot be read: ENOENT/)
  })
})

describe('the library', async () => {
  const library = await loadRunbooks(BUILTIN_RUNBOOKS)

  test('lists runbooks by title', () => {
    const titles = library.all.map(({ title }) => title)
    expect(titles).toEqual([...titles].sort((a, b) => a.localeCompare(b, 'en')))
  })

  test('finds one by name, in any case', () => {
    expect(library.byName(' All_Down ')?.name).toBe('all_down')
    expect(library.byName('nothing')).toBeNull()
  })

  test('serves a status of a newer API with the runbook of the unknown status', () => {
    expect(library.byStatus('hibernating')?.name).toBe('unknown_link_status')
  })

  test('knows the nearest to misspelt words, at most three', () => {
    expect(library.nearest('provisionning')[0]?.name).toBe('provisioning')
    expect(library.nearest('limted conectivity')[0]?.name).toBe('limited_connectivity')
    expect(library.nearest('traffic')[0]?.name).toBe('active')
    expect(library.nearest('x'.repeat(100_000))).toHaveLength(3)
  })
})
