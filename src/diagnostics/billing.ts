import type { Link } from '../domain/link.ts'
import { spanInWords } from './words.ts'

/**
 * Since when Scaleway bills a hosted link, as a sentence: from its creation on, until it is deleted there (InterLink pricing,
 * as Complete hosted InterLink provisioning warns). A self-hosted link costs nothing beside its dedicated connection.
 */
export function billedFor({ kind, createdAt }: Link, now: number): string {
  return kind.type === 'self_hosted'
    ? 'It costs nothing beside its dedicated connection.'
    : `Scaleway has billed it since its creation ${spanInWords(now - createdAt)} ago, and does until it is deleted.`
}
