"""Signatures that other programs made from the carriers' contracts: (what is signed ..., the signature)."""

# OpenJDK 17: Base64(MD5(URLEncoder.encode(msgData + timestamp + checkword, "UTF-8"))).
SF_EXPRESS = [
    ('{"orderId":"QIAO-20200728-001"}', "1595926871", "checkword-of-a-test", "YqARBafwDWm82GZp9UqcHg=="),
    ('{"orderId":"guanxi-1","remark":"a b*c~d-e_f.g"}', "1700000000000", "k", "4gMJPjB+R3QAxyD9vxGfmQ=="),
    (
        '{"contact":"李雷","address":"北京市朝阳区 1号（东）"}',
        "1700000000000",
        "secret+/=&%",
        "pP3uMbTRY6+P6W2SLGVs+Q==",
    ),
    ('{"remark":"🎁 !\'()~*"}', "1", "密钥", "1+qofkQrwakM9tiv6XFNfw=="),
    ("", "", "", "1B2M2Y8AsgTpgAmY7PhCfg=="),
]
# `printf %s ... | openssl md5` in capitals: MD5(param + key + customer).
KUAIDI100 = [
    (
        '{"com":"yuantong","num":"YT9693083639795","resultv2":"4","order":"asc"}',
        "test-key",
        "TEST-CUSTOMER",
        "F3876A90CFE21AE5336688A34D0668F4",
    ),
    (
        '{"com":"shunfeng","num":"SF0000000000001","phone":"0000"}',
        "k+/=&%",
        "客户",
        "579D14298BE2319EA944BA06145DAA89",
    ),
]
# MD5(param + salt).
KUAIDI100_CALLBACKS = [
    (
        '{"status":"polling","lastResult":{"nu":"V030344422"}}',
        "0123456789abcdef0123456789abcdef",
        "454203152D2768F03CA046380157D861",
    ),
    ("【上海市】🎁", "盐", "8CD222E7EF7B1436D2E3473811275DA6"),
]
