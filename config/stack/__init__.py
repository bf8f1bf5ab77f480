"""What starts, installs and runs the product on one machine. Standard library only, except the commands."""
