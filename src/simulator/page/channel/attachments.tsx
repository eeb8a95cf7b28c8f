import type { VNode } from 'preact'
import type { Json, StoredBlock } from '../../slack/workspace.ts'
import { Blocks } from '../blocks/blocks.tsx'
import type { BlockEnv } from '../blocks/env.ts'
import { object, objects, optionalString } from '../blocks/read.ts'
import { orRedBox } from '../blocks/red-box.tsx'
import { SafeLink } from '../text/rich.tsx'

interface AttachmentsProps {
  readonly attachments: readonly Json[]
  readonly env: BlockEnv
  readonly botName: string
}

/** What stands under a message: the cards of the addresses in it (docs.slack.dev, "Unfurling links in messages"). */
export function Attachments({ attachments, env, botName }: AttachmentsProps): VNode {
  return (
    <>
      {attachments.map((attachment, index) => (
        <div key={index} class="attachment">
          {orRedBox('attachment', attachment, env, () => {
            const { blocks, from_url: fromUrl } = object(attachment, 'attachment')
            const url = optionalString(fromUrl)
            return (
              <>
                {url !== null && URL.canParse(url) && (
                  <p class="attachment-source">
                    <SafeLink url={url}>{new URL(url).hostname}</SafeLink>
                  </p>
                )}
                <Blocks blocks={objects(blocks, 'attachment.blocks') as readonly StoredBlock[]} env={env} />
                <p class="attachment-source">Added by {botName}</p>
              </>
            )
          })}
        </div>
      ))}
    </>
  )
}
