"""What the command line, HTTP and assistants share: which answers there are, what each is given and holds."""
