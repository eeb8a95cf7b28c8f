import type { Link } from '../domain/link.ts'
import type { ReadFailure, Scope } from '../domain/snapshot.ts'
import type { ConfigurationChange } from '../domain/transition.ts'
import type { ConfiguringAct } from './acts.ts'
import { policyAction } from './calls.ts'
import type { LinkWriter, Written } from './ports.ts'

/** What became of the writes of an act. `policyId`: of the policy that was created on the way, also where the rest failed. */
export type CarriedOut = { readonly policyId: string | null; readonly requestIds: readonly string[] } & (
  | { readonly type: 'done'; readonly link: Link }
  | { readonly type: 'refused' | 'unknown'; readonly failure: ReadFailure }
)

/** Makes one write within its time. */
export type Send = <T>(write: (signal: AbortSignal) => Promise<Written<T>>) => Promise<Written<T>>

/** What of a link an act changes: polls then know it as the bot's own doing. Detaching turns propagation off by itself. */
export function changesOf(act: ConfiguringAct): readonly ConfigurationChange[] {
  switch (act.type) {
    case 'attach_vpc':
      return ['vpc']
    case 'detach_vpc':
      return ['vpc', 'propagation']
    case 'set_policy':
      return [`policy_${act.family}`]
    case 'create_policy':
      return [`policy_${act.policy.family}`]
    case 'detach_policy':
      return [`policy_${act.family}`, 'propagation']
    case 'enable_propagation':
    case 'disable_propagation':
      return ['propagation']
  }
}

/** Makes the writes of an act on a link as it was just read, one after another, and stops at the first that is not done. */
export async function carryOut(
  act: ConfiguringAct,
  link: Link,
  scope: Scope,
  writer: LinkWriter,
  send: Send,
): Promise<CarriedOut> {
  if (act.type !== 'create_policy')
    return ended(await send((signal) => write(act, link, scope, writer, signal)))
  const created = await send((signal) => writer.createPolicy(scope, act.policy, signal))
  if (created.type !== 'done') return ended(created)
  const policyId = created.value.id
  const use = { type: 'set_policy', family: act.policy.family, policyId } as const
  const used = await send((signal) => write(use, link, scope, writer, signal))
  return ended(used, policyId, created.requestId === null ? [] : [created.requestId])
}

function write(
  act: Exclude<ConfiguringAct, { type: 'create_policy' }>,
  link: Link,
  scope: Scope,
  writer: LinkWriter,
  signal: AbortSignal,
): Promise<Written<Link>> {
  switch (act.type) {
    case 'attach_vpc':
      return writer.attachVpc(scope, link.id, act.vpcId, signal)
    case 'detach_vpc':
      return writer.detachVpc(scope, link.id, signal)
    case 'set_policy':
      return policyAction(link, act.family) === 'set-routing-policy'
        ? writer.setPolicy(scope, link.id, act.policyId, signal)
        : writer.attachPolicy(scope, link.id, act.policyId, signal)
    case 'detach_policy':
      return writer.detachPolicy(scope, link.id, link.policies[act.family] ?? '', signal)
    case 'enable_propagation':
      return writer.enablePropagation(scope, link.id, signal)
    case 'disable_propagation':
      return writer.disablePropagation(scope, link.id, signal)
  }
}

function ended(
  written: Written<Link> | Exclude<Written<unknown>, { type: 'done' }>,
  policyId: string | null = null,
  earlier: readonly string[] = [],
): CarriedOut {
  const requestId = written.type === 'done' ? written.requestId : written.failure.requestId
  const requestIds = requestId === null ? earlier : [...earlier, requestId]
  return written.type === 'done'
    ? { type: 'done', link: written.value, policyId, requestIds }
    : { type: written.type, failure: written.failure, policyId, requestIds }
}
