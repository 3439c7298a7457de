#!/usr/bin/env python3
"""MiniStack 1.5.33 plus the resource types of the five systems that it refuses.

  ./start [port]          (or with the same environment variables as `ministack`)

MiniStack answers CreateChangeSet with "Unrecognized resource types: [...]" for a
template that has, say, a NAT gateway.  This wrapper registers those types:
REAL ones through MiniStack's own service APIs, RECORDED ones (no such API there) as
stack state only, so that Ref, Fn::GetAtt, updates, deletes and events work but no service
API shows them.  Besides: TemplateURL in virtual-host style, GetAtt VPC.CidrBlock, Ref of an instance profile, the public
parameters of the ECS images.  Nothing else of MiniStack is changed.  A type that is in neither table
is still refused, so a misspelt type is still found.  CFN_STEP_SECONDS=0.3 delays every
create/update/delete so that IN_PROGRESS states can be watched.  EXIT_WITH_STDIN=1 ends it
with whoever started it.
"""
import hashlib, json, os, re, sys, threading, time
import botocore.session
from botocore.config import Config
from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import provisioners as P, stacks as S

PORT = os.environ.get("GATEWAY_PORT", "4566")
STEP = float(os.environ.get("CFN_STEP_SECONDS", "0"))
AUTH = os.environ.get("AUTH", "false").lower() == "true"
H = P._RESOURCE_HANDLERS

_session, _clients, _lock = botocore.session.get_session(), {}, threading.Lock()
def api(service):
    key = os.environ.get("AWS_ACCESS_KEY_ID", "test") if AUTH else get_account_id()
    k = (service, get_region(), key)
    with _lock:                     # a client costs much to make and may be shared by threads
        if k not in _clients:
            _clients[k] = _session.create_client(
                service, region_name=k[1], endpoint_url=f"http://127.0.0.1:{PORT}", aws_access_key_id=key,
                aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "test"),
                config=Config(retries={"max_attempts": 1}, max_pool_connections=64))
        return _clients[k]
def uid(*a): return hashlib.sha1("/".join(a).encode()).hexdigest()
def arn(service, rest): return f"arn:aws:{service}:{get_region()}:{get_account_id()}:{rest}"
def lower(o):                       # PascalCase of templates -> camelCase of the JSON APIs
    if isinstance(o, dict): return {k[:1].lower() + k[1:]: lower(v) for k, v in o.items()}
    return [lower(x) for x in o] if isinstance(o, list) else o
def num(x): return int(x) if str(x).lstrip("-").isdigit() else x

# ---- REAL: (create(props, name) -> (Ref, attributes), delete(Ref, props)) ----
def eip(p, n):
    r = api("ec2").allocate_address(Domain=p.get("Domain", "vpc")); return r["PublicIp"], {"AllocationId": r["AllocationId"], "PublicIp": r["PublicIp"]}
def eip_del(i, p):
    for a in api("ec2").describe_addresses()["Addresses"]:
        if a.get("PublicIp") == i: api("ec2").release_address(AllocationId=a["AllocationId"])
def nat(p, n):
    k = {x: p[x] for x in ("AllocationId", "SubnetId", "ConnectivityType") if x in p}; i = api("ec2").create_nat_gateway(**k)["NatGateway"]["NatGatewayId"]; return i, {"NatGatewayId": i}
def perm(p, d):
    r = {"IpProtocol": str(p["IpProtocol"])}
    for k in ("FromPort", "ToPort"):
        if k in p: r[k] = int(p[k])
    if "CidrIp" in p: r["IpRanges"] = [{"CidrIp": p["CidrIp"]}]
    if "CidrIpv6" in p: r["Ipv6Ranges"] = [{"CidrIpv6": p["CidrIpv6"]}]
    if d in p: r["UserIdGroupPairs"] = [{"GroupId": p[d]}]
    return [r]
def rule(verb, peer, way):
    def create(p, n): getattr(api("ec2"), f"authorize_security_group_{way}")(GroupId=p["GroupId"], IpPermissions=perm(p, peer)); i = "sgr-" + uid(json.dumps(p, sort_keys=True))[:17]; return i, {"Id": i}
    def delete(i, p): getattr(api("ec2"), f"revoke_security_group_{way}")(GroupId=p["GroupId"], IpPermissions=perm(p, peer))
    return create, delete
def nacl(p, n): i = api("ec2").create_network_acl(VpcId=p["VpcId"])["NetworkAcl"]["NetworkAclId"]; return i, {"Id": i}
def nacl_key(p): return dict(NetworkAclId=p["NetworkAclId"], RuleNumber=int(p["RuleNumber"]), Egress=str(p.get("Egress", False)).lower() == "true")
def nacl_rule(p, n): api("ec2").create_network_acl_entry(**nacl_key(p), Protocol=str(p["Protocol"]), RuleAction=p["RuleAction"], CidrBlock=p.get("CidrBlock", "0.0.0.0/0")); return n, {"Id": n}
def flow(p, n):
    k = {x: p[x] for x in ("ResourceType", "TrafficType", "LogDestinationType", "LogGroupName", "LogDestination", "DeliverLogsPermissionArn") if x in p}
    i = api("ec2").create_flow_logs(ResourceIds=[p["ResourceId"]], **k)["FlowLogIds"][0]; return i, {"Id": i}
def instance(p, n):
    k = {x: p[x] for x in ("ImageId", "InstanceType", "SubnetId", "SecurityGroupIds") if x in p}
    r = api("ec2").run_instances(MinCount=1, MaxCount=1, **k)["Instances"][0]
    return r["InstanceId"], {"InstanceId": r["InstanceId"], "PrivateIp": r.get("PrivateIpAddress", ""), "AvailabilityZone": r.get("Placement", {}).get("AvailabilityZone", "")}
def provider(p, n):
    name = p.get("Name", n); g = lower(p["AutoScalingGroupProvider"])
    for k in ("targetCapacity", "minimumScalingStepSize", "maximumScalingStepSize", "instanceWarmupPeriod"):
        if k in g.get("managedScaling", {}): g["managedScaling"][k] = int(g["managedScaling"][k])
    api("ecs").create_capacity_provider(name=name, autoScalingGroupProvider=g); return name, {}
def providers(p, n):
    s = [{**lower(x), **{k: int(v) for k, v in lower(x).items() if k in ("weight", "base")}} for x in p.get("DefaultCapacityProviderStrategy", [])]
    api("ecs").put_cluster_capacity_providers(cluster=p["Cluster"], capacityProviders=p.get("CapacityProviders", []), defaultCapacityProviderStrategy=s); return p["Cluster"], {}
def composite(p, n):
    name = p.get("AlarmName", n); api("cloudwatch").put_composite_alarm(AlarmName=name, AlarmRule=p["AlarmRule"]); return name, {"Arn": arn("cloudwatch", "alarm:" + name)}
def addon(p, n):
    api("eks").create_addon(clusterName=p["ClusterName"], addonName=p["AddonName"]); return f"{p['ClusterName']}|{p['AddonName']}", {"Arn": arn("eks", f"addon/{p['ClusterName']}/{p['AddonName']}/{uid(n)[:12]}")}
def entry(p, n):
    api("eks").create_access_entry(clusterName=p["ClusterName"], principalArn=p["PrincipalArn"]); return p["PrincipalArn"], {"AccessEntryArn": arn("eks", "access-entry/" + uid(n)[:12])}
def oidc(p, n):
    a = api("iam").create_open_id_connect_provider(Url=p["Url"] if p["Url"].startswith("https") else "https://" + p["Url"].split("://")[-1], ClientIDList=p.get("ClientIdList", []), ThumbprintList=p.get("ThumbprintList", ["0" * 40]))["OpenIDConnectProviderArn"]; return a, {"Arn": a}
def group(p, n): g = p.get("GroupName", n); api("iam").create_group(GroupName=g); return g, {"Arn": f"arn:aws:iam::{get_account_id()}:group/{g}"}
def members(p, n):
    for u in p["Users"]: api("iam").add_user_to_group(GroupName=p["GroupName"], UserName=u)
    return n, {"Id": n}
def members_del(i, p):
    for u in p["Users"]: api("iam").remove_user_from_group(GroupName=p["GroupName"], UserName=u)
def budget(p, n):
    b = dict(p["Budget"]); name = b.setdefault("BudgetName", n); b["BudgetLimit"] = {k: str(v) for k, v in b.get("BudgetLimit", {}).items()}
    api("budgets").create_budget(AccountId=get_account_id(), Budget=b); return name, {}
REAL = {
    "AWS::EC2::EIP": (eip, eip_del),
    "AWS::EC2::Instance": (instance, lambda i, p: api("ec2").terminate_instances(InstanceIds=[i])),
    "AWS::EC2::NatGateway": (nat, lambda i, p: api("ec2").delete_nat_gateway(NatGatewayId=i)),
    "AWS::EC2::SecurityGroupIngress": rule("in", "SourceSecurityGroupId", "ingress"),
    "AWS::EC2::SecurityGroupEgress": rule("out", "DestinationSecurityGroupId", "egress"),
    "AWS::EC2::NetworkAcl": (nacl, lambda i, p: api("ec2").delete_network_acl(NetworkAclId=i)),
    "AWS::EC2::NetworkAclEntry": (nacl_rule, lambda i, p: api("ec2").delete_network_acl_entry(**nacl_key(p))),
    "AWS::EC2::FlowLog": (flow, lambda i, p: api("ec2").delete_flow_logs(FlowLogIds=[i])),
    "AWS::ECS::CapacityProvider": (provider, lambda i, p: api("ecs").delete_capacity_provider(capacityProvider=i)),
    "AWS::ECS::ClusterCapacityProviderAssociations": (providers, lambda i, p: api("ecs").put_cluster_capacity_providers(cluster=i, capacityProviders=[], defaultCapacityProviderStrategy=[])),
    "AWS::CloudWatch::CompositeAlarm": (composite, lambda i, p: api("cloudwatch").delete_alarms(AlarmNames=[i])),
    "AWS::EKS::Addon": (addon, lambda i, p: api("eks").delete_addon(clusterName=p["ClusterName"], addonName=p["AddonName"])),
    "AWS::EKS::AccessEntry": (entry, lambda i, p: api("eks").delete_access_entry(clusterName=p["ClusterName"], principalArn=p["PrincipalArn"])),
    "AWS::IAM::OIDCProvider": (oidc, lambda i, p: api("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=i)),
    "AWS::IAM::Group": (group, lambda i, p: api("iam").delete_group(GroupName=i)),
    "AWS::IAM::UserToGroupAddition": (members, members_del),
    "AWS::WAFv2::WebACLAssociation": (lambda p, n: (api("wafv2").associate_web_acl(WebACLArn=p["WebACLArn"], ResourceArn=p["ResourceArn"]) and f"{p['WebACLArn']}|{p['ResourceArn']}", {}), lambda i, p: api("wafv2").disassociate_web_acl(ResourceArn=p["ResourceArn"])),
    "AWS::Budgets::Budget": (budget, lambda i, p: api("budgets").delete_budget(AccountId=get_account_id(), BudgetName=i)),
}
# ---- RECORDED: MiniStack has no such API.  name -> (Ref, attributes) ----
def rec(name_prop, attrs, ref=None):
    def create(p, n):
        name = p.get(name_prop, n) if name_prop else n
        return (ref(p, name) if ref else name), {k: v(p, name) if callable(v) else v for k, v in attrs.items()}
    return create
RECORDED = {
    "AWS::ApplicationAutoScaling::ScalableTarget": rec(None, {"Id": lambda p, n: n}, lambda p, n: f"{p['ResourceId']}|{p['ScalableDimension']}|{p['ServiceNamespace']}"),
    "AWS::ApplicationAutoScaling::ScalingPolicy": rec(None, {"Arn": lambda p, n: arn("autoscaling", "scalingPolicy:" + uid(n))}, lambda p, n: arn("autoscaling", f"scalingPolicy:{uid(n)}:policyName/{p['PolicyName']}")),
    "AWS::EKS::FargateProfile": rec("FargateProfileName", {"Arn": lambda p, n: arn("eks", f"fargateprofile/{p['ClusterName']}/{n}/{uid(n)[:12]}")}, lambda p, n: f"{p['ClusterName']}|{n}"),
    "AWS::EC2::SubnetNetworkAclAssociation": rec(None, {"AssociationId": lambda p, n: "aclassoc-" + uid(n)[:17]}, lambda p, n: "aclassoc-" + uid(n)[:17]),
    "AWS::CodeCommit::Repository": rec("RepositoryName", {"Arn": lambda p, n: arn("codecommit", n), "Name": lambda p, n: n, "CloneUrlHttp": lambda p, n: f"https://git-codecommit.{get_region()}.amazonaws.com/v1/repos/{n}", "CloneUrlSsh": lambda p, n: f"ssh://git-codecommit.{get_region()}.amazonaws.com/v1/repos/{n}"}, lambda p, n: uid(n)[:36]),
    "AWS::CodePipeline::Pipeline": rec("Name", {"Version": "1"}),
    "AWS::CodeBuild::ReportGroup": rec("Name", {"Arn": lambda p, n: arn("codebuild", "report-group/" + n)}, lambda p, n: arn("codebuild", "report-group/" + n)),
    "AWS::CodeDeploy::Application": rec("ApplicationName", {}),
    "AWS::CodeDeploy::DeploymentGroup": rec("DeploymentGroupName", {}),
    "AWS::CodeStarConnections::Connection": rec(None, {"ConnectionArn": lambda p, n: arn("codestar-connections", "connection/" + uid(n)[:36]), "ConnectionStatus": "PENDING"}, lambda p, n: arn("codestar-connections", "connection/" + uid(n)[:36])),
    "AWS::CodeConnections::Connection": rec(None, {"ConnectionArn": lambda p, n: arn("codeconnections", "connection/" + uid(n)[:36]), "ConnectionStatus": "PENDING"}, lambda p, n: arn("codeconnections", "connection/" + uid(n)[:36])),
    "AWS::CodeStarNotifications::NotificationRule": rec(None, {"Arn": lambda p, n: arn("codestar-notifications", "notificationrule/" + uid(n))}, lambda p, n: arn("codestar-notifications", "notificationrule/" + uid(n))),
}
def handler(create, delete, real):
    def make(logical_id, props, stack_name): return create(props, f"{stack_name}-{logical_id}-{uid(stack_name, logical_id)[:12].upper()}")
    def update(pid, old, new, stack_name, logical_id=None):
        if real: delete(pid, old)
        return make(logical_id, new, stack_name)
    return {"create": make, "update": update, "update_with_logical_id": True, "delete": delete}
for t, (c, d) in REAL.items():
    if t not in H: H[t] = handler(c, d, True)
for t, c in RECORDED.items():
    if t not in H: H[t] = handler(c, lambda i, p: None, False)
ADDED = set(REAL) | set(RECORDED)

def attribute(t, **more):           # attributes that AWS gives and MiniStack's handler leaves out
    old = H[t]["create"]
    add = lambda p, r: (r[0], {**r[1], **{k: v(p, r[0]) for k, v in more.items() if k not in r[1]}})
    H[t]["create"] = lambda l, p, s: add(p, old(l, p, s))
    if "update" in H[t]:
        new = H[t]["update"]
        H[t]["update"] = lambda i, was, p, *a, **k: add(p, new(i, was, p, *a, **k))
attribute("AWS::EC2::VPC", CidrBlock=lambda p, i: p.get("CidrBlock", ""))
attribute("AWS::RDS::DBInstance", **{"MasterUserSecret.SecretArn": lambda p, i: arn("secretsmanager", f"secret:rds!db-{uid(i)[:32]}")})

_eks = dict(H["AWS::EKS::Cluster"])                 # the security group that EKS makes, to which other stacks add rules
def _eks_create(l, p, s):
    name, a = _eks["create"](l, p, s); ec2 = api("ec2")
    vpc = ec2.describe_subnets(SubnetIds=p["ResourcesVpcConfig"]["SubnetIds"][:1])["Subnets"][0]["VpcId"]
    g = ec2.create_security_group(GroupName=f"eks-cluster-sg-{name}", Description="EKS created security group", VpcId=vpc)["GroupId"]
    return name, {**a, "ClusterSecurityGroupId": g}
def _eks_delete(i, p):
    _eks["delete"](i, p)
    for g in api("ec2").describe_security_groups(Filters=[{"Name": "group-name", "Values": [f"eks-cluster-sg-{i}"]}])["SecurityGroups"]: api("ec2").delete_security_group(GroupId=g["GroupId"])
H["AWS::EKS::Cluster"].update(create=_eks_create, delete=_eks_delete)

_ip = H["AWS::IAM::InstanceProfile"]["create"]      # Ref of an instance profile is its name
H["AWS::IAM::InstanceProfile"]["create"] = lambda l, p, s: (lambda r: (r[0].split("/")[-1], {**r[1], "Arn": r[1].get("Arn", r[0])}))(_ip(l, p, s))
_ipd = H["AWS::IAM::InstanceProfile"]["delete"]
H["AWS::IAM::InstanceProfile"]["delete"] = lambda i, p: _ipd(i if i.startswith("arn:") else f"arn:aws:iam::{get_account_id()}:instance-profile/{i}", p)

def recorded_alarm(old):            # metric math, which MiniStack's alarms lack: recorded, never evaluated
    def create(l, p, s):
        if "Metrics" not in p: return old(l, p, s)
        name = p.get("AlarmName", f"{s}-{l}-{uid(s, l)[:12].upper()}"); return name, {"Arn": arn("cloudwatch", f"alarm:{name}")}
    return create
H["AWS::CloudWatch::Alarm"]["create"] = recorded_alarm(H["AWS::CloudWatch::Alarm"]["create"])

from ministack.services import ssm                   # public parameters that AWS has in every account
for _p in ("amazon-linux-2023", "amazon-linux-2023/arm64", "amazon-linux-2", "amazon-linux-2/arm64"):
    ssm._PUBLIC_AMI_PARAMETERS.setdefault(f"/aws/service/ecs/optimized-ami/{_p}/recommended/image_id", "ami-0c2023a1b2c3d4e5f")
for _p in ("arm64", "x86_64"):
    ssm._PUBLIC_AMI_PARAMETERS.setdefault(f"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-{_p}", "ami-0c2023a1b2c3d4e5f")

from ministack.services.cloudformation import helpers as _hp
_doc = _hp._resolve_document
def _resolve(params, body_key, url_key, label):     # https://bucket.s3.region.amazonaws.com/key as well as the path style
    u = _hp._p(params, url_key); m = re.match(r"https://([^/]+?)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com/(.+)", u or "")
    if m: u = f"https://s3.amazonaws.com/{m[1]}/{m[2]}"; params = {**params, url_key: [u] if isinstance(params.get(url_key), list) else u}
    return _doc(params, body_key, url_key, label)
_hp._resolve_document = _resolve

_threaded = S._runs_on_worker_thread                # our handlers call back over HTTP: never on the event loop
S._runs_on_worker_thread = lambda t: STEP > 0 or t in ADDED or _threaded(t)
if STEP:
    for t in H:
        for verb in ("create", "update", "delete"):
            if verb in H[t]: H[t][verb] = (lambda f: lambda *a, **k: (time.sleep(STEP), f(*a, **k))[1])(H[t][verb])

def exit_with_stdin():
    while sys.stdin.buffer.read(1): pass
    os._exit(0)

if __name__ == "__main__":
    if os.environ.get("EXIT_WITH_STDIN"): threading.Thread(target=exit_with_stdin, daemon=True).start()
    from ministack.app import main
    main()
