import { render } from 'preact';
import { App } from './app.tsx';
import { onKey } from './keys.ts';
import { keepAddress, restore } from './link.ts';
import { keepPlaying } from './playing.ts';

restore(location.hash);
keepAddress();
keepPlaying();
addEventListener('keydown', onKey);
render(<App />, document.getElementById('app')!);
