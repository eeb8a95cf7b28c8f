import type { Kysely, Transaction } from 'kysely'
import type { OwnActSource } from '../queries/ports.ts'
import type { AuditRow, ContactRecord, OpenAct, RemedyStore, TicketRecord } from '../remedies/ports.ts'
import type { OwnAct } from '../watch/ports.ts'
import { keepOwnActs, withdrawOwnActs } from './own-acts.ts'
import { chunked, fromJson } from './rows.ts'
import type { Tables } from './schema.ts'

/** Migration 6: what was done by whom, acts under way, and what was agreed with partners and support. */
export async function addRemedies({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable('audit')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .execute()
  await schema.createIndex('audit_age').on('audit').columns(['at', 'position']).execute()
  await schema
    .createTable('acts_under_way')
    .addColumn('link_id', 'text', (column) => column.primaryKey())
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('begun_at', 'bigint', (column) => column.notNull())
    .addColumn('until_at', 'bigint', (column) => column.notNull())
    .addColumn('changes', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createTable('partner_contacts')
    .addColumn('link_id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('contact', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createTable('tickets')
    .addColumn('link_id', 'text', (column) => column.notNull())
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('ticket', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tickets_key', ['link_id', 'reference'])
    .execute()
}

/** Migration 8: what an act under way was, so that one that was cut off gets an end; rights that the API key lacks. */
export async function addCutOff({ schema }: Transaction<Tables>): Promise<void> {
  await schema.alterTable('acts_under_way').addColumn('begun', 'text').execute()
  await schema
    .createTable('missing_rights')
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('needs', 'text', (column) => column.notNull())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('sentence', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('missing_rights_key', ['key', 'needs', 'project'])
    .execute()
}

const CUT_OFF = 'It was cut off, and what came of it was never found out.'

/** What remedies keep; each method is one statement or one transaction. */
export function remedyStore(db: Kysely<Tables>): RemedyStore & OwnActSource {
  return {
    appendAudit: (row) => append(db, row),

    async audit(since, limit) {
      const rows = await db
        .selectFrom('audit')
        .select('entry')
        .where('at', '>=', since)
        .orderBy('at', 'desc')
        .orderBy('position', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ entry }) => fromJson<AuditRow>(entry))
    },

    async auditOf(linkId, since, limit) {
      // Operators make few rows: those of the time that is asked about are looked through, by the index on their age.
      const rows = await db
        .selectFrom('audit')
        .select('entry')
        .where('at', '>=', since)
        .where('entry', 'like', `%"id":${JSON.stringify(linkId)}%`)
        .orderBy('at', 'desc')
        .orderBy('position', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ entry }) => fromJson<AuditRow>(entry)).filter(({ link }) => link.id === linkId)
    },

    beginAct: (row, changes, now, leaseMs, act) =>
      db.transaction().execute(async (trx) => {
        const before = await trx
          .selectFrom('acts_under_way')
          .select('begun')
          .where('link_id', '=', row.link.id)
          .where('until_at', '<=', now)
          .executeTakeFirst()
        const lease = {
          act: row.act,
          by: row.by,
          begun_at: now,
          until_at: now + leaseMs,
          changes: JSON.stringify([...new Set(changes)]),
          begun: act === undefined ? null : JSON.stringify({ row, act } satisfies OpenAct),
        }
        const taken = await trx
          .insertInto('acts_under_way')
          .values({ link_id: row.link.id, ...lease })
          .onConflict((conflict) =>
            conflict.column('link_id').doUpdateSet(lease).where('acts_under_way.until_at', '<=', now),
          )
          .executeTakeFirst()
        if (taken.numInsertedOrUpdatedRows !== 1n) return false
        if (before?.begun != null) {
          const { row: open } = fromJson<OpenAct>(before.begun)
          await append(trx, { ...open, id: `${open.id}:end`, at: now, outcome: 'unknown', reason: CUT_OFF })
        }
        await append(trx, row)
        await keepOwnActs(trx, row.link.id, changes, now)
        return true
      }),

    async openActs() {
      const rows = await db
        .selectFrom('acts_under_way')
        .select('begun')
        .where('begun', 'is not', null)
        .orderBy('begun_at')
        .orderBy('link_id')
        .execute()
      return rows.flatMap(({ begun }) => (begun === null ? [] : [fromJson<OpenAct>(begun)]))
    },

    endAct: (row) =>
      db.transaction().execute(async (trx) => {
        await append(trx, row)
        // A lease that ran out may be somebody else's by now.
        const ended = await trx
          .deleteFrom('acts_under_way')
          .where('link_id', '=', row.link.id)
          .where('act', '=', row.act)
          .where('by', '=', row.by)
          .returning(['begun_at', 'changes'])
          .executeTakeFirst()
        if (ended === undefined) return
        const changes = fromJson<readonly OwnAct['change'][]>(ended.changes)
        // What took long shows in a poll that no longer looks back to where it began.
        if (row.outcome === 'done' || row.outcome === 'unknown')
          await keepOwnActs(trx, row.link.id, changes, row.at)
        else await withdrawOwnActs(trx, row.link.id, changes, ended.begun_at)
      }),

    recordContact: (contact) =>
      db.transaction().execute(async (trx) => {
        const before = await keptContact(trx, contact.linkId)
        await keepContact(trx, before === null ? contact : { ...contact, before })
      }),

    undoContact: (linkId, at) =>
      db.transaction().execute(async (trx) => {
        const kept = await keptContact(trx, linkId)
        if (kept === null) return null
        const { before = null, ...undone } = kept
        // Of two who take it back at once, the second finds it gone.
        const taken = await trx
          .deleteFrom('partner_contacts')
          .where('link_id', '=', linkId)
          .where('at', '=', at)
          .executeTakeFirst()
        if (taken.numDeletedRows !== 1n) return null
        if (before === null) return { undone, left: null }
        await keepContact(trx, before)
        return { undone, left: withoutBefore(before) }
      }),

    async contactsOf(linkIds) {
      const found = new Map<string, ContactRecord>()
      for (const ids of chunked([...new Set(linkIds)])) {
        const rows = await db
          .selectFrom('partner_contacts')
          .select(['link_id', 'contact'])
          .where('link_id', 'in', ids)
          .execute()
        for (const row of rows) found.set(row.link_id, withoutBefore(fromJson<KeptContact>(row.contact)))
      }
      return found
    },

    async recordTicket(ticket) {
      const values = { at: ticket.at, ticket: JSON.stringify(ticket) }
      await db
        .insertInto('tickets')
        .values({ link_id: ticket.linkId, reference: JSON.stringify(ticket.reference), ...values })
        .onConflict((conflict) => conflict.columns(['link_id', 'reference']).doUpdateSet(values))
        .execute()
    },

    async ticketsOf(linkIds) {
      const found = new Map<string, TicketRecord[]>()
      for (const ids of chunked([...new Set(linkIds)])) {
        const rows = await db
          .selectFrom('tickets')
          .select(['link_id', 'ticket'])
          .where('link_id', 'in', ids)
          .orderBy('at')
          .orderBy('reference')
          .execute()
        for (const row of rows) {
          const ticket = fromJson<TicketRecord>(row.ticket)
          const known = found.get(row.link_id)
          if (known === undefined) found.set(row.link_id, [ticket])
          else known.push(ticket)
        }
      }
      return found
    },
  }
}

/** A contact with the one that it took the place of; absent where it is the first, and in what earlier versions wrote. */
type KeptContact = ContactRecord & { readonly before?: KeptContact }

async function keptContact(trx: Transaction<Tables>, linkId: string): Promise<KeptContact | null> {
  const row = await trx
    .selectFrom('partner_contacts')
    .select('contact')
    .where('link_id', '=', linkId)
    .executeTakeFirst()
  return row === undefined ? null : fromJson<KeptContact>(row.contact)
}

async function keepContact(trx: Transaction<Tables>, contact: KeptContact): Promise<void> {
  const values = { at: contact.at, contact: JSON.stringify(contact) }
  await trx
    .insertInto('partner_contacts')
    .values({ link_id: contact.linkId, ...values })
    .onConflict((conflict) => conflict.column('link_id').doUpdateSet(values))
    .execute()
}

function withoutBefore({ linkId, by, at, reference }: KeptContact): ContactRecord {
  return { linkId, by, at, reference }
}

/** Rows of one moment stay in the order in which they came. A row that is there already is not written again. */
async function append(db: Kysely<Tables>, row: AuditRow): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      id: row.id,
      at: row.at,
      position: ({ selectFrom }) =>
        selectFrom('audit as same')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('same.at', '=', row.at),
      entry: JSON.stringify(row),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
