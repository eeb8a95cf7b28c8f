import { expect, test } from 'vitest'
import type { IncidentSubject } from '../../src/domain/incident.ts'
import { subjectName } from '../../src/domain/subject-name.ts'
import { aScopeState, PARIS } from '../queries/remembered.ts'
import { aLink, CONNECTION_ID, POLICY_V4_ID } from '../support/links.ts'

const scopeId = PARIS.id
const subjects: readonly (readonly [IncidentSubject, string, string])[] = [
  [{ type: 'link', linkId: 'a', scopeId }, 'paris-a', 'a'],
  [{ type: 'connection', connectionId: CONNECTION_ID, scopeId }, 'dc1-port', CONNECTION_ID],
  [{ type: 'policy', policyId: POLICY_V4_ID, scopeId }, 'office-v4', POLICY_V4_ID],
  [{ type: 'scope', scopeId }, 'fr-par', scopeId],
]

test.each(subjects)('%j is named as it is remembered, and by its id where it is not', (subject, name, id) => {
  expect(subjectName(subject, aScopeState([aLink({ id: 'a' })]))).toBe(name)
  expect(subjectName(subject, null)).toBe(id)
})
