"""What differs between two versions of a product, in the words of the people who edit it."""
