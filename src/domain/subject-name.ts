import type { IncidentSubject } from './incident.ts'
import type { ScopeState } from './memory.ts'

/** What an incident is about, by name, as its scope is remembered (null where it is not); by id where no name is known. */
export function subjectName(subject: IncidentSubject, state: ScopeState | null): string {
  switch (subject.type) {
    case 'link':
      return state?.links.get(subject.linkId)?.link.name ?? subject.linkId
    case 'connection':
      return nameIn(state?.directory.connections, subject.connectionId)
    case 'policy':
      return nameIn(state?.directory.policies, subject.policyId)
    case 'scope':
      return state?.scope.region ?? subject.scopeId
  }
}

function nameIn(
  items: readonly { readonly id: string; readonly name: string }[] | undefined,
  id: string,
): string {
  return items?.find((item) => item.id === id)?.name ?? id
}
