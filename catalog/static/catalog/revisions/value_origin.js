// Puts a button beside the label of each field of a product: where does this value come from?
(() => {
    const script = document.currentScript;
    const product = location.pathname.match(/^(.*\/catalog\/product\/)edit\/(\d+)\//);
    if (!product) return;
    const address = `${product[1]}history/${product[2]}/value/`;

    const dialog = document.createElement('dialog');
    dialog.className = 'value-origin-dialog';
    dialog.setAttribute('aria-label', script.dataset.label);

    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'button button-small button-secondary';
    close.textContent = script.dataset.close;
    close.addEventListener('click', () => dialog.close());

    async function show(field) {
        dialog.replaceChildren(close);
        if (!dialog.open) dialog.showModal();
        const content = document.createElement('div');
        dialog.prepend(content);
        try {
            const answer = await fetch(`${address}?field=${encodeURIComponent(field)}`, {
                headers: { 'X-Requested-With': 'XMLHttpRequest' },
            });
            if (!answer.ok) throw new Error(answer.statusText);
            content.innerHTML = await answer.text();
        } catch {
            content.textContent = script.dataset.failed;
        }
    }

    function button(field) {
        const element = document.createElement('button');
        element.type = 'button';
        element.className = 'value-origin';
        element.title = script.dataset.label;
        element.setAttribute('aria-label', script.dataset.label);
        element.innerHTML =
            '<svg class="icon icon-history" aria-hidden="true"><use href="#icon-history"></use></svg>';
        element.addEventListener('click', () => show(field));
        return element;
    }

    document.addEventListener('DOMContentLoaded', () => {
        document.body.append(dialog);
        const fields = script.dataset.fields.split(' ');
        for (const label of document.querySelectorAll('label[for^="id_"]')) {
            const field = label.htmlFor.slice(3).replace(/_\d+$/, '');
            if (field.startsWith('values-') || fields.includes(field)) {
                label.after(button(field));
            }
        }
    });
})();
