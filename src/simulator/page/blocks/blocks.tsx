import type { ComponentChildren, VNode } from 'preact'
import type { JsonObject, StoredBlock } from '../../slack/workspace.ts'
import { Text } from '../text/rich.tsx'
import { Element } from './elements.tsx'
import type { BlockEnv } from './env.ts'
import { inputBlock } from './inputs.tsx'
import { object, objects, string, text, Unshowable } from './read.ts'
import { orRedBox } from './red-box.tsx'

type Renderer = (block: StoredBlock, env: BlockEnv) => ComponentChildren

/**
 * The blocks this page can show. Whatever is not here fails loudly. These are called, not mounted, so that what they
 * throw is caught where the block stands.
 */
const RENDERERS: Readonly<Record<string, Renderer>> = {
  header: (block, env) => (
    <h3 class="block header">
      <Text of={text(block.text, 'header.text')} env={env} />
    </h3>
  ),
  section: (block, env) => (
    <div class="block section">
      <div class="section-body">
        {block.text !== undefined && (
          <div>
            <Text of={text(block.text, 'section.text')} env={env} />
          </div>
        )}
        {block.fields !== undefined && (
          <div class="fields">
            {objects(block.fields, 'section.fields').map((field, index) => (
              <div key={index}>
                <Text of={text(field, `section.fields[${index}]`)} env={env} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory !== undefined && (
        <div class="accessory">
          <Element
            element={object(block.accessory, 'section.accessory')}
            blockId={block.block_id}
            env={env}
          />
        </div>
      )}
    </div>
  ),
  context: (block, env) => (
    <div class="block context">
      {objects(block.elements, 'context.elements').map((element, index) => (
        <span key={index} class="context-item">
          {element.type === 'image' ? (
            picture(element)
          ) : (
            <Text of={text(element, `context.elements[${index}]`)} env={env} />
          )}
        </span>
      ))}
    </div>
  ),
  divider: () => <hr class="block divider" />,
  actions: (block, env) => (
    <div class="block actions">
      {objects(block.elements, 'actions.elements').map((element) => (
        <Element key={String(element.action_id)} element={element} blockId={block.block_id} env={env} />
      ))}
    </div>
  ),
  image: (block, env) => (
    <figure class="block image">
      {block.title !== undefined && (
        <figcaption>
          <Text of={text(block.title, 'image.title')} env={env} />
        </figcaption>
      )}
      {picture(block)}
    </figure>
  ),
  input: (block, env) => inputBlock(block, env),
}

function picture(source: JsonObject): VNode {
  const url = string(source.image_url, 'image_url')
  const safe = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)
  if (!safe) throw new Unshowable('image_url is not a web address')
  return <img src={url} alt={string(source.alt_text, 'alt_text')} />
}

/** The blocks of a message or view, in order. One that cannot be shown leaves a red box, never a gap. */
export function Blocks({ blocks, env }: { blocks: readonly StoredBlock[]; env: BlockEnv }): VNode {
  return (
    <div class="blocks">
      {blocks.map((block) => (
        <Block key={block.block_id} block={block} env={env} />
      ))}
    </div>
  )
}

function Block({ block, env }: { block: StoredBlock; env: BlockEnv }): ComponentChildren {
  return orRedBox(block.type, block, env, () => {
    const render = Object.hasOwn(RENDERERS, block.type) ? RENDERERS[block.type] : undefined
    if (render === undefined) throw new Unshowable(`This page cannot show the block type “${block.type}”`)
    return render(block, env)
  })
}
