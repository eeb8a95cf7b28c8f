import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { DemoLink } from '../../demo/state.ts'
import type { Screen } from '../screen.ts'
import { LinkEditor } from './link-editor.tsx'
import { sessionTone, statusTone } from './tones.ts'

export function Links({ screen }: { screen: Screen }): VNode {
  const [open, setOpen] = useState<string | null>(null)
  const { regions, links } = screen.state.world
  return (
    <div class="links">
      {regions.map((region) => (
        <div key={region}>
          <h3>{region}</h3>
          <ul>
            {links
              .filter((link) => link.region === region)
              .map((link) => (
                <li key={link.id} class={open === link.id ? 'link open' : 'link'}>
                  <button
                    type="button"
                    class="link-button"
                    aria-expanded={open === link.id}
                    onClick={() => setOpen(open === link.id ? null : link.id)}
                  >
                    <span class={`dot ${statusTone(link.status)}`} aria-hidden="true" />
                    <span class="link-name">{link.name}</span>
                    <Sessions link={link} />
                    <span class={`status ${statusTone(link.status)}`}>{link.status}</span>
                  </button>
                  {link.waitsForPartner && <PartnerDeletes screen={screen} link={link} />}
                  {open === link.id && <LinkEditor screen={screen} link={link} />}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

/** The other half of a deletion, which only the partner can do. */
function PartnerDeletes({ screen, link }: { screen: Screen; link: DemoLink }): VNode {
  return (
    <p class="waits">
      Waits for the partner
      <button
        type="button"
        class="quiet"
        aria-label={`The partner deletes its side of ${link.name}`}
        onClick={() => void screen.tell('partner-deletes', { id: link.id })}
      >
        The partner deletes its side
      </button>
    </p>
  )
}

function Sessions({ link }: { link: DemoLink }): VNode {
  const sessions = [
    ['v4', 'IPv4', link.bgp_v4_status],
    ['v6', 'IPv6', link.bgp_v6_status],
  ] as const
  return (
    <span class="sessions">
      {sessions.map(([short, name, status]) => (
        <span key={short} class={`session ${sessionTone(status)}`} title={`${name} session ${status}`}>
          {short}
          <span class="visually-hidden"> session {status},</span>
        </span>
      ))}
    </span>
  )
}
