import { describe, expect, test } from 'vitest'
import type { MissingRight, RightsStore } from '../../src/remedies/ports.ts'
import { createRights } from '../../src/scaleway/rights.ts'

/** Keeps rows as a store does. */
function shelf() {
  const rows: (MissingRight & { readonly key: string })[] = []
  const without = (key: string, { needs, projectId }: Pick<MissingRight, 'needs' | 'projectId'>) =>
    rows.splice(
      0,
      rows.length,
      ...rows.filter((row) => row.key !== key || row.needs !== needs || row.projectId !== projectId),
    )
  const store: RightsStore = {
    async missingRights(key) {
      rows.splice(0, rows.length, ...rows.filter((row) => row.key === key))
      return [...rows]
    },
    async keepMissingRight(key, right) {
      without(key, right)
      rows.push({ key, ...right })
    },
    async dropMissingRight(key, right) {
      without(key, right)
    },
  }
  return { rows, store }
}

const ACCESS_KEY = 'SCW00000000000000001'
const onTrouble = (error: unknown) => {
  throw error
}

describe('What the key lacks', () => {
  test('is known after a restart, for as long as it is the same key', async () => {
    const { store, rows } = shelf()
    await createRights({ store, accessKey: ACCESS_KEY, onTrouble }).refused('write', 'p1', 'It may not.')

    const later = createRights({ store, accessKey: ACCESS_KEY, onTrouble })
    expect(later.missingFor('delete_link', 'p1')).toBeNull()
    await later.recall()
    expect(later.missingFor('delete_link', 'p1')).toBe('It may not.')
    expect(later.missingFor('delete_link', 'p2')).toBeNull()
    expect(JSON.stringify(rows)).not.toContain(ACCESS_KEY)

    const rotated = createRights({ store, accessKey: 'SCW00000000000000002', onTrouble })
    await rotated.recall()
    expect(rotated.missingFor('delete_link', 'p1')).toBeNull()
    expect(rows).toEqual([])
  })

  test('is forgotten for good once it is done after all, or somebody says that it was given', async () => {
    const { store, rows } = shelf()
    const rights = createRights({ store, accessKey: ACCESS_KEY, onTrouble })
    for (const right of ['write', 'vpc', 'read'] as const) await rights.refused(right, 'p1', `No ${right}.`)
    await rights.refused('write', 'p2', 'No.')
    await rights.granted('read', 'p1')
    expect(rights.missingFor('reveal_pairing_key', 'p1')).toBeNull()
    await rights.forget('p1')
    expect(rights.missingFor('attach_vpc', 'p1')).toBeNull()
    expect(rows.map(({ needs, projectId }) => [needs, projectId])).toEqual([['write', 'p2']])
  })

  test('is remembered in memory where the store does not keep it, and nothing breaks', async () => {
    const broken = async () => Promise.reject(new Error('The disk is full.'))
    const told: unknown[] = []
    const rights = createRights({
      store: { missingRights: async () => [], keepMissingRight: broken, dropMissingRight: broken },
      accessKey: ACCESS_KEY,
      onTrouble: (error) => void told.push(error),
    })
    await rights.refused('write', 'p1', 'It may not.')
    expect(rights.missingFor('delete_link', 'p1')).toBe('It may not.')
    await rights.forget('p1')
    expect(rights.missingFor('delete_link', 'p1')).toBeNull()
    expect(told).toHaveLength(2)
  })
})
