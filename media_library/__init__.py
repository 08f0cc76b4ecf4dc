"""Assets: images, documents and films, their pictures, and who may fetch them."""
