"""What a process of the server can be asked to do: one module is one kind of job."""
