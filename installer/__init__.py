"""What build_installer.py is made of: the standard library only, so that a bare Python can build."""
