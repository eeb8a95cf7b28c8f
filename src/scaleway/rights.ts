import { createHash } from 'node:crypto'
import type { LinkWriter, RightsStore } from '../remedies/ports.ts'
import type { Product } from './failure.ts'

/** What a call needs of a key. */
export type Right = 'read' | 'write' | 'vpc'

type ActType = Parameters<LinkWriter['missingRight']>[0]

const RIGHTS: readonly Right[] = ['read', 'write', 'vpc']

/**
 * What the key was refused so far, by project: IAM's rules give rights on projects. No call tells a key its rights, so they
 * are learned from refusals, and kept until the key changes. Rights come in sets (`InterLinkFullAccess`): a write that is
 * refused stands for all of them in that project, until one is done after all.
 */
export interface Rights {
  /** Brings back what an earlier life learned of this key. */
  recall(): Promise<void>
  refused(right: Right, projectId: string, sentence: string): Promise<void>
  granted(right: Right, projectId: string): Promise<void>
  /** Takes back all that was learned of a project: somebody gave the key rights there. */
  forget(projectId: string): Promise<void>
  /** The sentence that tells which right is missing for this act in that project; null while none is known to. */
  missingFor(act: ActType, projectId: string): string | null
}

/** Where what was learned outlives the process. */
export interface RightsKept {
  readonly store: RightsStore
  /** The id of the access key, which is no secret: its hash is what is stored. */
  readonly accessKey: string
  /** Told of what the store did not do: it is remembered in memory all the same. Never throws. */
  readonly onTrouble: (error: unknown) => void
}

/** The right that a write lacks when it is refused for one on this product. */
export const RIGHT_TO_WRITE: Readonly<Record<Product, Right>> = {
  InterLink: 'write',
  VPC: 'vpc',
  'Audit Trail': 'write',
}

/** Where a VPC is attached, Scaleway may ask for rights on that, too. */
const NEEDS: Readonly<Record<ActType, readonly Right[]>> = {
  attach_vpc: ['write', 'vpc'],
  detach_vpc: ['write'],
  set_policy: ['write'],
  create_policy: ['write'],
  detach_policy: ['write'],
  enable_propagation: ['write'],
  disable_propagation: ['write'],
  delete_link: ['write'],
  reorder_link: ['write', 'vpc'],
  reveal_pairing_key: ['read'],
  mark_contacted: [],
  record_ticket: [],
}

/** Remembers in memory, and in the store where one is given. */
export function createRights(kept: RightsKept | null): Rights {
  const missing = new Map<string, string>()
  const keyOf = (right: Right, projectId: string) => `${right} ${projectId}`
  const store = kept?.store ?? null
  const key = kept === null ? '' : createHash('sha256').update(kept.accessKey).digest('hex')

  async function quietly(work: Promise<void> | undefined): Promise<void> {
    await work?.catch((error: unknown) => kept?.onTrouble(error))
  }

  async function granted(right: Right, projectId: string): Promise<void> {
    if (missing.delete(keyOf(right, projectId)))
      await quietly(store?.dropMissingRight(key, { needs: right, projectId }))
  }

  return {
    async recall() {
      for (const { needs, projectId, sentence } of (await store?.missingRights(key)) ?? []) {
        const right = RIGHTS.find((one) => one === needs)
        if (right !== undefined) missing.set(keyOf(right, projectId), sentence)
      }
    },
    async refused(right, projectId, sentence) {
      missing.set(keyOf(right, projectId), sentence)
      await quietly(store?.keepMissingRight(key, { needs: right, projectId, sentence }))
    },
    granted,
    async forget(projectId) {
      for (const right of RIGHTS) await granted(right, projectId)
    },
    missingFor(act, projectId) {
      for (const right of NEEDS[act]) {
        const sentence = missing.get(keyOf(right, projectId))
        if (sentence !== undefined) return sentence
      }
      return null
    },
  }
}
