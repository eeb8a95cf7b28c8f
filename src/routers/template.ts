import { birdTemplate } from './bird.ts'
import { frrTemplate } from './frr.ts'
import { iosXeTemplate } from './ios-xe.ts'
import { junosTemplate } from './junos.ts'
import type { RouterPlan } from './plan.ts'
import { routerosTemplate } from './routeros.ts'
import type { Vendor } from './vendors.ts'
import {
  type Checks,
  type Lines,
  PLACEHOLDERS,
  type Placeholder,
  QUESTIONS,
  type RouterTemplate,
  type Writer,
} from './writing.ts'

const WRITERS: Readonly<Record<Vendor, Writer>> = {
  frr: frrTemplate,
  bird: birdTemplate,
  ios_xe: iosXeTemplate,
  junos: junosTemplate,
  routeros: routerosTemplate,
}

/** The template of a router system for a plan, with the placeholders that are in it. */
export function routerTemplate(plan: RouterPlan, vendor: Vendor): RouterTemplate {
  const { apply, variants, rollback, checks } = WRITERS[vendor](plan)
  const parts = { apply, variants, rollback, checks: asked(checks) }
  const text = Object.values(parts)
    .flat()
    .flatMap(({ lines }) => lines)
    .join('\n')
  const placeholders = (Object.keys(PLACEHOLDERS) as Placeholder[]).filter((name) => text.includes(name))
  return { vendor, ...parts, placeholders }
}

function asked(checks: Checks): readonly Lines[] {
  return (Object.keys(QUESTIONS) as (keyof Checks)[]).map((question) => ({
    what: QUESTIONS[question],
    lines: checks[question],
  }))
}
