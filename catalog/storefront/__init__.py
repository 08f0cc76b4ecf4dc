"""The public catalog: listing, product pages, search documents."""
