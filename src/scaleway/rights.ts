import type { AuditRow } from '../remedies/ports.ts'
import type { Product } from './failure.ts'

/** What a call needs of a key. */
export type Right = 'read' | 'write' | 'vpc'

type ActType = AuditRow['act']

/**
 * What the key was refused so far. No call tells a key its rights, so they are learned from refusals, and kept for as long
 * as the process, which ends before its key changes. Rights come in sets (`InterLinkFullAccess`): a write that is
 * refused stands for all of them, until one is done after all.
 */
export interface Rights {
  refused(right: Right, sentence: string): void
  granted(right: Right): void
  /** The sentence that tells which right is missing for this act; null while none is known to. */
  missingFor(act: ActType): string | null
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

export function createRights(): Rights {
  const missing = new Map<Right, string>()
  return {
    refused: (right, sentence) => void missing.set(right, sentence),
    granted: (right) => void missing.delete(right),
    missingFor(act) {
      for (const right of NEEDS[act]) {
        const sentence = missing.get(right)
        if (sentence !== undefined) return sentence
      }
      return null
    },
  }
}
