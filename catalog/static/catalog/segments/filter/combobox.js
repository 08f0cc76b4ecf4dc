// A text box that searches a list: fields, options, categories, vehicles.
import { make } from './elements.js';

const WAIT_MS = 150;
let made = 0;

// `find(text)` promises [{ value, label, group }]; `isFree` lets a text stand that is not listed.
export const combobox = ({ label, text, find, onPick, texts, isFree = false, placeholder = '' }) => {
  made += 1;
  const list = make('ul', { id: `catalog-filter-list-${made}`, hidden: true });
  list.className = 'catalog-filter__list';
  list.setAttribute('role', 'listbox');
  const box = make('input', {
    type: 'text',
    value: text,
    autocomplete: 'off',
    placeholder: placeholder || texts.search,
    aria: { label, expanded: 'false', autocomplete: 'list', controls: list.id },
  });
  box.setAttribute('role', 'combobox');
  let shown = text;
  let asked = 0;
  let timer = null;
  let active = -1;

  const options = () => [...list.querySelectorAll('[role=option]')];

  const close = () => {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    active = -1;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  };

  const pick = (choice) => {
    shown = choice.label;
    box.value = choice.label;
    close();
    onPick(choice);
  };

  const mark = (position) => {
    const found = options();
    if (!found.length) return;
    active = (position + found.length) % found.length;
    found.forEach((option, index) => option.setAttribute('aria-selected', String(index === active)));
    found[active].scrollIntoView({ block: 'nearest' });
    box.setAttribute('aria-activedescendant', found[active].id);
  };

  const show = (choices) => {
    let group = null;
    list.replaceChildren();
    choices.forEach((choice, index) => {
      if (choice.group && choice.group !== group) {
        group = choice.group;
        const heading = make('li', { textContent: group, className: 'catalog-filter__heading' });
        heading.setAttribute('role', 'presentation');
        list.append(heading);
      }
      const option = make('li', { id: `${list.id}-${index}`, textContent: choice.label });
      option.setAttribute('role', 'option');
      option.addEventListener('mousedown', (event) => {
        event.preventDefault();
        pick(choice);
      });
      list.append(option);
    });
    if (!choices.length) list.append(make('li', { textContent: texts.nothing }));
    list.hidden = false;
    active = -1;
    box.setAttribute('aria-expanded', 'true');
    if (choices.length && !isFree) mark(0);
  };

  const search = async (sought) => {
    asked += 1;
    const mine = asked;
    const choices = await find(sought);
    if (mine === asked) show(choices);
  };

  const leave = () => {
    close();
    if (isFree && box.value !== shown) onPick({ value: box.value.trim(), label: box.value.trim() });
    else if (!isFree) box.value = shown;
  };

  box.addEventListener('focus', () => {
    box.select();
    search('');
  });
  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => search(box.value.trim()), WAIT_MS);
  });
  box.addEventListener('blur', leave);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (event.altKey) return;
      event.preventDefault();
      if (list.hidden) search('');
      else mark(active + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const option = options()[active];
      if (option) option.dispatchEvent(new MouseEvent('mousedown', { cancelable: true }));
      else leave();
    } else if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      box.value = shown;
      close();
    }
  });

  return make('div', { className: 'catalog-filter__combobox' }, box, list);
};
