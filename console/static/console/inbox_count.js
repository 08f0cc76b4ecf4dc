// How much waits, at the entry of the menu: asked for after the page is there, and kept for a while.
(() => {
  const { count: address, inbox } = document.currentScript.dataset;
  const KEPT_MS = 30000;
  const KEY = 'solidus-inbox-count';

  // The sidebar is drawn by a script of Wagtail's, whenever it likes: a style reaches it always.
  const show = (count) => {
    document.documentElement.style.setProperty('--inbox-count', JSON.stringify(count));
    document.documentElement.toggleAttribute('data-inbox-waits', Boolean(count));
  };

  const kept = () => {
    try {
      const found = JSON.parse(sessionStorage.getItem(KEY));
      return found && Date.now() - found.at < KEPT_MS ? found : null;
    } catch {
      return null;
    }
  };

  const load = async () => {
    // What was decided on the inbox's own page counts at once.
    const found = window.location.pathname.startsWith(inbox) ? null : kept();
    if (found) {
      show(found.count);
      return;
    }
    try {
      const answer = await fetch(address, { headers: { Accept: 'application/json' } });
      if (!answer.ok) return;
      const { count } = await answer.json();
      show(count);
      sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), count }));
    } catch {
      // Without an answer there is no number, which is no fault of the page.
    }
  };

  load();
})();
