import type { Act } from '../../src/remedies/acts.ts'
import { aLink, VPC_ID } from '../support/links.ts'
import { ADA, type DeskWorld } from './desk-world.ts'

export const ATTACH = { type: 'attach_vpc', vpcId: VPC_ID } as const satisfies Act
export const DETACH = { type: 'detach_vpc' } as const satisfies Act
export const CREATE = {
  type: 'create_policy',
  policy: {
    name: 'branch-v4',
    projectId: 'project-1',
    family: 'ipv4',
    prefixesIn: ['10.9.0.0/16'],
    prefixesOut: ['172.16.0.0/22'],
  },
} as const satisfies Act
export const dark = { vpcId: null, routePropagation: false } as const
export const outcomes = ({ store }: DeskWorld) => store.rows.map(({ outcome }) => outcome)
export const lastReason = ({ store }: DeskWorld) => store.rows.at(-1)?.reason

export async function premiseOf(world: DeskWorld, act: Act) {
  const answer = await world.desk.plan(act, aLink().id, ADA)
  if (answer.type !== 'plan') throw new Error(`It was not planned: ${JSON.stringify(answer)}`)
  return answer.plan.premise
}
