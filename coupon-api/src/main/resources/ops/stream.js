// A snapshot first, then what changed each second; closed while the page is hidden, opened again by itself.
const SILENCE_MAX = 20_000;

/** @param listener { snapshot(data), sample(data), link(state, text) } */
export function follow(listener) {
  let source = null, silence = null, wait = 1000, retry = null;

  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => lost(), SILENCE_MAX);
  };
  const close = () => { clearTimeout(silence); clearTimeout(retry); source?.close(); source = null; };
  const lost = () => {
    close();
    listener.link('lost', `Connection lost; trying again in ${wait / 1000} s. The figures are old.`);
    retry = setTimeout(open, wait);
    wait = Math.min(wait * 2, 8000);
  };
  const open = () => {
    source = new EventSource('stream');
    source.addEventListener('snapshot', event => {
      wait = 1000; heard(); listener.link('live', 'Live'); listener.snapshot(JSON.parse(event.data));
    });
    source.addEventListener('sample', event => { heard(); listener.sample(JSON.parse(event.data)); });
    source.addEventListener('heartbeat', heard);
    source.onerror = lost;
    heard();
  };
  document.addEventListener('visibilitychange', () => {
    close();
    if (document.hidden) listener.link('waiting', 'Paused: hidden');
    else open();
  });
  if (!document.hidden) open();
}
