import type { ContactSource } from '../../contacts/contact.ts'
import type { Naming } from '../mentions.ts'
import type { Records } from '../records.ts'
import type { Told } from '../told-at.ts'

/** How a message is told this time, apart from what it says. */
export interface Voice {
  /** The key of the story it tells, for its buttons; null where it has none. */
  readonly story: string | null
  readonly naming: Naming
  /** Whether what happened so far is shown with it: it takes the place of a message that told it. */
  readonly history: boolean
  /** Whom to call, looked up as it is rendered; absent where no contacts are known. */
  readonly contacts?: ContactSource
  /** The messages of its own channel that tell the incidents it names; absent where nobody looked. */
  readonly told?: Told
  /** What people have written down of the links it names, looked up as it is rendered; absent where nobody looked. */
  readonly records?: Records
}
