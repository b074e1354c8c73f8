/* Ports by the names that services have there: X(port, name), as in IANA's Service Name and Transport Protocol Port
 * Number Registry. */
#ifndef PCS_EDGES_SERVICE_TABLE_H
#define PCS_EDGES_SERVICE_TABLE_H

/* clang-format off */
#define PCS_SERVICE_TABLE(X) \
    X(20, "ftp-data") X(21, "ftp") X(22, "ssh") X(23, "telnet") X(25, "smtp") X(49, "tacacs") X(53, "domain") \
    X(67, "bootps") X(68, "bootpc") X(69, "tftp") X(80, "http") X(88, "kerberos") X(110, "pop3") X(111, "sunrpc") \
    X(119, "nntp") X(123, "ntp") X(135, "epmap") X(137, "netbios-ns") X(138, "netbios-dgm") X(139, "netbios-ssn") \
    X(143, "imap") X(161, "snmp") X(162, "snmptrap") X(179, "bgp") X(389, "ldap") X(443, "https") \
    X(445, "microsoft-ds") X(465, "submissions") X(500, "isakmp") X(514, "syslog") X(546, "dhcpv6-client") \
    X(547, "dhcpv6-server") X(587, "submission") X(631, "ipp") X(636, "ldaps") X(853, "domain-s") X(873, "rsync") \
    X(989, "ftps-data") X(990, "ftps") X(993, "imaps") X(995, "pop3s") X(1080, "socks") X(1194, "openvpn") \
    X(1433, "ms-sql-s") X(1521, "ncube-lm") X(1701, "l2tp") X(1723, "pptp") X(1812, "radius") X(1883, "mqtt") \
    X(1900, "ssdp") X(2049, "nfs") X(3128, "ndl-aas") X(3306, "mysql") X(3389, "ms-wbt-server") X(3478, "stun") \
    X(4500, "ipsec-nat-t") X(4789, "vxlan") X(5060, "sip") X(5061, "sips") X(5222, "xmpp-client") X(5353, "mdns") \
    X(5355, "llmnr") X(5432, "postgresql") X(5671, "amqps") X(5672, "amqp") X(5900, "rfb") X(6081, "geneve") \
    X(8080, "http-alt") X(8883, "secure-mqtt") X(9418, "git")
/* clang-format on */

#endif
