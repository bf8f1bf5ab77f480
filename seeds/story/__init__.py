"""The main job, played from outside: real pages, real programs' calls, real workers."""
