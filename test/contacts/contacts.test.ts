import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Contacts, openContacts } from '../../src/contacts/contacts.ts'
import { LOOK_EVERY_MS } from '../../src/files/look-again.ts'
import { type ManualClock, manualClock } from '../support/clock.ts'
import { anEvidence } from '../support/links.ts'

let folder: string
let path: string
let contacts: Contacts | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contacts-'))
  path = join(folder, 'contacts.yaml')
})

afterEach(async () => {
  await contacts?.stop()
  await rm(folder, { recursive: true })
})

const phone = () => contacts?.contactOf(anEvidence()).nocPhone
const write = (text: string) => writeFile(path, text)

/** The next look has come to its end: the file is read for real, on a clock that is not. */
async function nextLook(clock: ManualClock): Promise<void> {
  await clock.advance(LOOK_EVERY_MS)
  await contacts?.stop()
  contacts?.start()
}

describe('the contacts file', () => {
  test('that is not configured gives nobody, and no problem', async () => {
    contacts = await openContacts({ path: null, clock: manualClock(0) })
    contacts.start()
    expect(phone()).toBeNull()
    expect(contacts.problems()).toEqual([])
  })

  test('that is broken at start is named, and the bot runs on without it', async () => {
    await write('links:\n  paris-a:\n    noc_fone: "1"\n')
    contacts = await openContacts({ path, clock: manualClock(0) })
    expect(contacts.problems()).toEqual([
      `CONTACTS_FILE ${path}: Line 3: "links › paris-a › noc_fone" is not known. No contacts are shown.`,
    ])
    expect(phone()).toBeNull()
  })

  test('that is missing is named', async () => {
    contacts = await openContacts({ path, clock: manualClock(0) })
    expect(contacts.problems()).toEqual([
      `CONTACTS_FILE ${path}: It cannot be read (ENOENT). No contacts are shown.`,
    ])
  })

  test('is read again when it changed, used as it last was good while it is broken, and told each time', async () => {
    const clock = manualClock(0)
    const told: (readonly string[])[] = []
    await write('links:\n  "*": { noc_phone: "1" }\n')
    contacts = await openContacts({ path, clock, onChange: (problems) => told.push(problems) })
    contacts.start()
    expect(phone()).toBe('1')

    await write('links:\n  "*": { noc_phone: "22" }\n')
    expect(phone()).toBe('1')
    await nextLook(clock)
    expect(phone()).toBe('22')
    await nextLook(clock)
    expect(told).toEqual([[]])

    await write('links: [\n')
    await nextLook(clock)
    expect(contacts.problems()[0]).toMatch(/It is not YAML: .* What it said before is used on\.$/)
    expect(phone()).toBe('22')

    await rm(path)
    await nextLook(clock)
    expect(contacts.problems()[0]).toContain('ENOENT')
    expect(phone()).toBe('22')

    await write('links:\n  "*": { noc_phone: "333" }\n')
    await nextLook(clock)
    expect(phone()).toBe('333')
    expect(contacts.problems()).toEqual([])
    expect(told).toHaveLength(4)
  })
})
