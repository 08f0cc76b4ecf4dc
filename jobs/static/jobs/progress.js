// Keeps the jobs on a page up to date. Without it, the page shows them as they were.
(() => {
  const POLL_MS = 1000;
  const LONGEST_POLL_MS = 15000;

  const show = (element, state) => {
    const find = (name) => element.querySelector(`[data-job-${name}]`);
    const number = (value) => value.toLocaleString(document.documentElement.lang);
    find('state').textContent = state.state_label;
    find('message').textContent = state.message;
    if (state.total !== null) {
      find('count').textContent = `${number(state.done)} / ${number(state.total)}`;
    } else {
      find('count').textContent = state.done ? number(state.done) : '';
    }
    const bar = find('bar');
    if (bar && state.percent !== null) bar.value = state.percent;
    if (state.is_finished) {
      bar?.remove();
      find('cancel')?.remove();
    }
  };

  const addLines = (lines) => {
    const log = document.querySelector('[data-job-log]');
    if (!log) return;
    if (lines.length) document.querySelector('[data-job-log-empty]')?.remove();
    lines.forEach((line) => {
      const item = document.createElement('li');
      item.className = `job-log__line job-log__line--${line.level}`;
      item.dataset.id = line.id;
      const time = document.createElement('time');
      time.dateTime = line.at;
      time.textContent = new Date(line.at).toLocaleTimeString(document.documentElement.lang);
      const text = document.createElement('span');
      text.textContent = line.text;
      item.append(time, ' ', text);
      log.append(item);
    });
  };

  const lastLine = () =>
    document.querySelector('[data-job-log] > :last-child')?.dataset.id ?? '0';

  const follow = (element) => {
    let wait = POLL_MS;
    const look = async () => {
      try {
        const answer = await fetch(`${element.dataset.job}?log_after=${lastLine()}`, {
          headers: { Accept: 'application/json' },
        });
        if (!answer.ok) throw new Error(answer.statusText);
        const state = await answer.json();
        wait = POLL_MS;
        show(element, state);
        if ('jobReload' in element.dataset) addLines(state.log);
        if (state.is_finished) {
          element.dispatchEvent(new CustomEvent('job:end', { bubbles: true, detail: state }));
          if ('jobReload' in element.dataset) window.location.reload();
          return;
        }
      } catch {
        wait = Math.min(wait * 2, LONGEST_POLL_MS);
      }
      setTimeout(look, wait);
    };
    setTimeout(look, POLL_MS);
  };

  document.querySelectorAll('[data-job]:not([data-job-finished])').forEach(follow);
})();
