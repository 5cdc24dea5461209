import { render } from 'preact';
import { App } from './app.tsx';
import { onKey } from './keys.ts';
import { keepAddress, restore } from './link.ts';
import { keepPlaying } from './playing.ts';
import { keepRuns } from './store.ts';

restore(location.hash);
keepRuns();
keepAddress();
keepPlaying();
addEventListener('keydown', onKey);
render(<App />, document.getElementById('app')!);
