// Ctrl-K (Cmd-K) anywhere in the admin: a dialog that finds while one types. Without it, the box in
// the menu leads to the page of the same search.
(() => {
  const { results, page, label, empty } = document.currentScript.dataset;
  const WAIT_MS = 150;
  let dialog;
  let input;
  let list;
  let asked = 0;
  let timer;
  let chosen = -1;

  const links = () => [...list.querySelectorAll('a')];

  const choose = (place) => {
    const all = links();
    if (!all.length) return;
    all[chosen]?.classList.remove('found__link--chosen');
    all[chosen]?.setAttribute('aria-selected', 'false');
    chosen = (place + all.length) % all.length;
    all[chosen].classList.add('found__link--chosen');
    all[chosen].setAttribute('aria-selected', 'true');
    all[chosen].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', all[chosen].id);
  };

  const show = (html) => {
    list.innerHTML = html;
    chosen = -1;
    input.removeAttribute('aria-activedescendant');
    links().forEach((link, place) => {
      link.id = `found-link-${place}`;
      link.setAttribute('role', 'option');
      link.tabIndex = -1;
    });
    input.setAttribute('aria-expanded', String(links().length > 0));
    choose(0);
  };

  const find = async () => {
    asked += 1;
    const mine = asked;
    const text = input.value.trim();
    try {
      const answer = await fetch(`${results}?q=${encodeURIComponent(text)}`);
      const html = answer.ok ? await answer.text() : '';
      // An answer that is overtaken by the next one is not shown.
      if (mine === asked) show(html);
    } catch {
      if (mine === asked) show('');
    }
  };

  const press = (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const link = links()[chosen];
      const text = encodeURIComponent(input.value.trim());
      window.location.assign(link ? link.href : `${page}?q=${text}`);
    } else if (event.key === 'Escape') {
      // A field for searches would only be emptied by the first one.
      event.preventDefault();
      dialog.close();
    }
  };

  const build = () => {
    dialog = document.createElement('dialog');
    dialog.className = 'find-dialog';
    dialog.setAttribute('aria-label', label);
    input = document.createElement('input');
    Object.assign(input, { type: 'search', placeholder: label, maxLength: 100, autocomplete: 'off' });
    const roles = {
      role: 'combobox',
      'aria-label': label,
      'aria-controls': 'find-results',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
    };
    Object.entries(roles).forEach(([name, value]) => input.setAttribute(name, value));
    list = document.createElement('div');
    Object.assign(list, { id: 'find-results', className: 'found' });
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', label);
    const hint = document.createElement('p');
    hint.className = 'inbox__hint';
    hint.textContent = empty;
    dialog.append(input, hint, list);
    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(find, WAIT_MS);
    });
    dialog.addEventListener('keydown', press);
    // A click beside it closes it, as Escape does.
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();
    });
    document.body.append(dialog);
  };

  document.addEventListener('keydown', (event) => {
    const isAsked = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
    // In rich text, these keys make a link.
    if (!isAsked || event.altKey || event.shiftKey || event.target.isContentEditable) return;
    event.preventDefault();
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    input.select();
  });
})();
