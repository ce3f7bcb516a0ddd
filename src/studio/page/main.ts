/** Starts the page. */
import { App } from './app.ts';
import { startColours } from './colours.ts';
import { element, refill, required } from './dom.ts';
import type { Host } from './host.ts';
import { language, say, setLanguage } from './language.ts';
import { OpenProject } from './project.ts';
import { Session } from './session.ts';
import { readFragment } from './share.ts';
import { WORDS } from './words.ts';

interface Opened {
  readonly host: Host;
  readonly original: (path: string) => string | null;
}

/** The host that the page was built for; the other one is left out of the build. */
async function openHost(): Promise<Opened> {
  if (!PLAYGROUND) return { host: (await import('./server-host.ts')).host, original: () => null };
  const { host, originalText } = await import('./static-host.ts');
  return { host, original: originalText };
}

async function start(place: HTMLElement): Promise<void> {
  const { host, original } = await openHost();
  const info = await host.project();
  const session = new Session(host, new OpenProject(info.files), info);
  const shared = await readFragment(window.location.hash);
  let app = write();
  if (shared === null) app.open();
  else app.openShared(shared);
  window.addEventListener('hashchange', () => {
    void readFragment(window.location.hash).then((text) => {
      if (text !== null) app.openShared(text);
    });
  });

  function write(): App {
    return new App(place, session, info, original, () => {
      app = write();
      app.open();
    });
  }
}

startColours();
setLanguage(language());
const place = required(document.getElementById('app'), 'its place');
refill(place, element('p', { class: 'opening' }, say(WORDS.opening)));
start(place).catch((error: unknown) => refill(place, element('p', { class: 'opening', role: 'alert' }, `${say(WORDS.failed)}: ${error instanceof Error ? error.message : String(error)}`)));
