// Small makers of elements, shared by the parts of the builder.

export const make = (name, properties = {}, ...children) => {
  const { dataset, aria, ...others } = properties;
  const element = Object.assign(document.createElement(name), others);
  Object.assign(element.dataset, dataset);
  Object.entries(aria ?? {}).forEach(([key, value]) => element.setAttribute(`aria-${key}`, value));
  element.append(...children.filter((child) => child !== null));
  return element;
};

const SVG = 'http://www.w3.org/2000/svg';

export const icon = (name) => {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
};

export const iconButton = (name, label, action) =>
  make(
    'button',
    {
      type: 'button',
      className: 'catalog-filter__tool',
      title: label,
      aria: { label },
      onclick: action,
    },
    icon(name),
  );

export const textButton = (name, label, action) =>
  make(
    'button',
    { type: 'button', className: 'button button-small button-secondary', onclick: action },
    icon(name),
    ` ${label}`,
  );

export const select = (label, pairs, chosen, onChange) => {
  const element = make('select', { aria: { label } });
  pairs.forEach(([value, text]) => element.append(new Option(text, value)));
  element.value = chosen;
  element.addEventListener('change', () => onChange(element.value));
  return element;
};

export const input = (label, properties, onInput) => {
  const element = make('input', { type: 'text', autocomplete: 'off', ...properties, aria: { label } });
  element.addEventListener('input', () => onInput(element.value));
  return element;
};
