"""Pages as pictures: drawn by pdfium in a worker that can be killed, kept below var/."""

from indexer.extraction.pictures.page_pictures import PagePictures

__all__ = ["PagePictures"]
