"""Pictures from outside: looked at by their first bytes, decoded in a process of their own, made anew.

The process that serves pages never decodes. It streams what arrives into a sealed blob
(``common.files.uploads``) and a job calls ``common.files.keeping.sanitise_file``.
"""
