import { birdTemplate } from './bird.ts'
import { frrTemplate } from './frr.ts'
import { iosXeTemplate } from './ios-xe.ts'
import { junosTemplate } from './junos.ts'
import type { RouterPlan } from './plan.ts'
import { routerosTemplate } from './routeros.ts'
import type { Vendor } from './vendors.ts'
import type { Placeholder, RouterTemplate, Writer } from './writing.ts'
import { PLACEHOLDERS } from './writing.ts'

const WRITERS: Readonly<Record<Vendor, Writer>> = {
  frr: frrTemplate,
  bird: birdTemplate,
  ios_xe: iosXeTemplate,
  junos: junosTemplate,
  routeros: routerosTemplate,
}

/** The template of a router system for a plan, with the placeholders that are in it. */
export function routerTemplate(plan: RouterPlan, vendor: Vendor): RouterTemplate {
  const written = WRITERS[vendor](plan)
  const text = [...written.apply, ...written.variants, ...written.rollback, ...written.checks]
    .flatMap(({ lines }) => lines)
    .join('\n')
  const placeholders = (Object.keys(PLACEHOLDERS) as Placeholder[]).filter((name) => text.includes(name))
  return { vendor, ...written, placeholders }
}
