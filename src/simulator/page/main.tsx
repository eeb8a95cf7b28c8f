import { render } from 'preact'
import { App } from './app.tsx'
import type { Browser } from './browser.ts'
import './styles/tokens.css'
import './styles/layout.css'
import './styles/messages.css'
import './styles/blocks.css'
import './styles/composer.css'
import './styles/dialogs.css'
import './styles/surfaces.css'
import './styles/world.css'
import './styles/links.css'

/** The only place where the page reads the browser's clock, zone and console. */
const browser: Browser = {
  now: () => performance.now(),
  every(ms, fire) {
    const timer = setInterval(fire, ms)
    return () => clearInterval(timer)
  },
  zone: { locale: navigator.language, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
  report(message) {
    // biome-ignore lint/suspicious/noConsole: a block that cannot be shown has to be seen by whoever develops the bot.
    console.error(message)
  },
  remember: (key, value) => sessionStorage.setItem(key, value),
  recall: (key) => sessionStorage.getItem(key),
}

const root = document.getElementById('page')
if (root !== null) render(<App browser={browser} />, root)
