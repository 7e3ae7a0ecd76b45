"""Plumbing and public language that every Parley process shares; holds no help-desk rule."""
