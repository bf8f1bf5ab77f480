"""What is given: items and stock, the handshake of a gift, addresses, parcels."""
