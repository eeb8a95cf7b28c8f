import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import type { NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import type { Evidence } from '../evidence.ts'
import { explanation, type Rule } from '../insight.ts'
import { serviceLoss } from '../outage.ts'
import { partnerName, partnerStep } from '../partner-contact.ts'
import { ticketStep } from '../steps.ts'
import { oneLine, sentence } from '../words.ts'
import { agoInWords, doneBy, latestWrite } from '../writes.ts'

/**
 * A hosted link must be deleted by both sides (How to delete an InterLink). The API does not say who began; Scaleway's Audit
 * Trail does, where it may be read: else both ways are told. Of self-hosted links the documents say nothing, there being no other side.
 */
export const deprovisioning: Rule = (evidence, now) => {
  const { link } = evidence
  if (linkStatus(link.status) !== 'deprovisioning') return null
  const entry = STATUS_CATALOG.deprovisioning
  const loss = serviceLoss(evidence)
  if (link.kind.type === 'self_hosted') {
    return explanation(
      'deprovisioning',
      'Deprovisioning is documented for hosted links only; a self-hosted link has no other side to wait for.',
      {
        verdict: sentence(
          `the self-hosted link is being deleted, which Scaleway finishes on its own${loss.clause}`,
        ),
        mover: 'scaleway',
        documentUrl: entry.documentUrl,
      },
      [
        ...loss.steps,
        { text: 'Wait for the link to vanish' },
        ticketStep('P4', 'if it is still there after 2 working days'),
      ],
    )
  }
  const began = whoBegan(evidence, now)
  return explanation(
    'deprovisioning',
    'Deletion cannot be undone. Scaleway stops billing once the link is deleted at Scaleway; the partner may bill until it has deleted its side.',
    {
      verdict: verdictOf(began, evidence),
      mover: began.side === 'bot' ? 'partner' : entry.movers.hosted,
      documentUrl: entry.documentUrl,
    },
    stepsOf(began, evidence),
  )
}

const DAY_MS = 86_400_000

/** Who began the deletion, as far as Scaleway's Audit Trail tells. */
type Began =
  | { readonly side: 'scaleway'; readonly by: string }
  /** This bot did, as it was asked to: for whom and when, where that is known, to follow it. */
  | { readonly side: 'bot'; readonly as: string }
  /** The trail was read, and nobody deleted it at Scaleway. */
  | { readonly side: 'partner' }
  | { readonly side: 'unknown' }

function whoBegan(evidence: Evidence, now: number): Began {
  const { before, link, past, writes, statusSince = 0 } = evidence
  // What was changed later on is not the deletion.
  const isNew = before !== null && before.status !== link.status
  const who = latestWrite(evidence, 'deletelink') ?? (isNew ? evidence.changedBy : undefined)
  if (who?.askedBy !== undefined)
    return { side: 'bot', as: `${oneLine(who.askedBy)} asked, ${agoInWords(who.at, now)}` }
  if (evidence.deletedByBot === true) return { side: 'bot', as: 'asked' }
  if (who !== undefined) return { side: 'scaleway', by: doneBy(who, who.at, now) }
  // The trail is asked from before the link was last seen good on, and for a day: the deletion may be older than that.
  const isLate = past?.firstBadAt == null && now - statusSince > DAY_MS
  return { side: writes === undefined || past?.lastGoodAt == null || isLate ? 'unknown' : 'partner' }
}

function verdictOf(began: Began, evidence: Evidence): string {
  const partner = partnerName(evidence)
  const hasCarried = evidence.carried.length > 0
  const lost = serviceLoss(evidence).clause
  switch (began.side) {
    case 'scaleway':
      return `The link was deleted at Scaleway${began.by}${lost}: ${partner} has to delete its side too.`
    case 'bot':
      return `This bot deleted it at Scaleway, as ${began.as}${lost}: ${partner} has to delete its side too.`
    case 'partner':
      return hasCarried
        ? sentence(`${partner} is tearing down a link that was in service${lost}`)
        : sentence(`${partner} has deleted its side, and Scaleway's is left`)
    case 'unknown':
      return hasCarried
        ? `A link that was in service is being deleted on one side only${lost}: if you did not begin it, ${partner} did.`
        : 'The deletion of the link is done on one side only, and the other side must delete it too.'
  }
}

function stepsOf(began: Began, evidence: Evidence): readonly NextStep[] {
  const hasCarried = evidence.carried.length > 0
  const orderAnew = hasCarried
    ? [
        {
          text: 'If it was not meant to go, order a new link now: nothing brings this one back',
          url: DOCUMENTS.order,
        },
      ]
    : []
  const deleteHere = { text: 'Delete it at Scaleway too, once nothing uses it', url: DOCUMENTS.delete }
  switch (began.side) {
    case 'bot':
      return [partnerStep(evidence, 'Ask', ' to delete its side: it may bill until it has')]
    case 'scaleway':
      return [
        ...serviceLoss(evidence).steps,
        partnerStep(evidence, 'Ask', ' to delete its side: it may bill until it has'),
        ...orderAnew,
      ]
    case 'partner':
      return hasCarried
        ? [
            partnerStep(evidence, 'Phone', ' now: why it tears the link down, and by when it is gone'),
            ...serviceLoss(evidence).steps,
            ...orderAnew,
            deleteHere,
          ]
        : [deleteHere]
    case 'unknown':
      return [
        ...serviceLoss(evidence).steps,
        { text: "See in Scaleway's Audit Trail whether anybody deleted it at Scaleway" },
        ...STATUS_CATALOG.deprovisioning.wayOut(evidence),
        ...orderAnew,
      ]
  }
}
