"""What can be asked over HTTP and MCP, as on the command line: one module is one answer, called like its command."""
