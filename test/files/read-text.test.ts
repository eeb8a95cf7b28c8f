import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MAX_TEXT_FILE_BYTES, readTextFile } from '../../src/files/read-text.ts'
import { signatureOf } from '../../src/files/signature.ts'

let folder: string

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'read-text-')))
})

afterEach(() => rm(folder, { recursive: true }))

const refusal = async (name: string) => {
  const file = await readTextFile(join(folder, name), folder)
  return file.type === 'refused' ? file.problem : file.text
}

describe('a file that people write', () => {
  test('is read as UTF-8', async () => {
    await writeFile(join(folder, 'a.md'), 'Wähle +33')
    expect(await readTextFile(join(folder, 'a.md'), folder)).toEqual({ type: 'read', text: 'Wähle +33' })
  })

  test('is refused over 256 KiB, and read with exactly that', async () => {
    await writeFile(join(folder, 'fits.md'), 'x'.repeat(MAX_TEXT_FILE_BYTES))
    await writeFile(join(folder, 'huge.md'), 'x'.repeat(MAX_TEXT_FILE_BYTES + 1))
    expect((await refusal('fits.md')).length).toBe(MAX_TEXT_FILE_BYTES)
    expect(await refusal('huge.md')).toBe('It is larger than 256 KiB.')
  })

  test('is refused when it is not text in UTF-8', async () => {
    await writeFile(join(folder, 'latin.md'), Buffer.from([0x63, 0x61, 0x66, 0xe9]))
    await writeFile(join(folder, 'binary.md'), Buffer.from([0x61, 0x00, 0x62]))
    expect(await refusal('latin.md')).toBe('It is not text in UTF-8.')
    expect(await refusal('binary.md')).toBe('It is not text.')
  })

  test('is not followed out of its folder, by a link or by its name', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'))
    await writeFile(join(outside, 'secret.md'), 'secret')
    await symlink(join(outside, 'secret.md'), join(folder, 'link.md'))
    const problem = 'It is a symbolic link out of its folder, which is not followed.'
    expect(await refusal('link.md')).toBe(problem)
    expect(await readTextFile(`${folder}/../${outside.split('/').at(-1)}/secret.md`, folder)).toEqual({
      type: 'refused',
      problem,
    })
    await rm(outside, { recursive: true })
  })

  test('of a folder whose name begins alike is outside too', async () => {
    const twin = `${folder}-twin`
    await mkdir(twin)
    await writeFile(join(twin, 'x.md'), 'secret')
    await symlink(join(twin, 'x.md'), join(folder, 'x.md'))
    expect(await refusal('x.md')).toContain('symbolic link out of its folder')
    await rm(twin, { recursive: true })
  })

  test('is followed within it, as in a mounted ConfigMap', async () => {
    await mkdir(join(folder, '..data'))
    await writeFile(join(folder, '..data', 'a.md'), 'mounted')
    await symlink(join(folder, '..data', 'a.md'), join(folder, 'a.md'))
    expect(await refusal('a.md')).toBe('mounted')
  })

  test('may be no folder and no named pipe, which would keep the bot waiting', async () => {
    await mkdir(join(folder, 'dir.md'))
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe.md')])
    expect(await refusal('dir.md')).toMatch(/not a regular file|EISDIR/)
    expect(await refusal('pipe.md')).toBe('It is not a regular file.')
  })

  test('that is not there is refused without its path', async () => {
    expect(await refusal('absent.md')).toBe('It cannot be read (ENOENT).')
  })
})

test('a signature changes with the content, and is empty where there is no file', async () => {
  const path = join(folder, 'a.md')
  expect(await signatureOf(path)).toBe('')
  await writeFile(path, 'one')
  const before = await signatureOf(path)
  expect(await signatureOf(path)).toBe(before)
  await writeFile(path, 'three')
  expect(await signatureOf(path)).not.toBe(before)
})
